import { type Environment, type Program, startProgram } from '../process.ts';

/** `npm start`, which is started again whenever it is killed. */
export interface RestartingProgram {
  /** Resolves while it is ready. @throws when it could not be started again */
  ready(): Promise<void>;
  /** Ends it with signal 9 at once. @param before what is done before it is started again */
  kill(before: () => Promise<void>, after: () => Promise<void>): void;
  stop(): Promise<void>;
}

export function startRestarting(settings: Environment): RestartingProgram {
  let program: Program;
  const start = async () => {
    program = startProgram(settings);
    await program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
  };
  let ready = start();
  return {
    ready: () => ready,
    kill(before, after) {
      program.killGroup('SIGKILL');
      ready = (async () => {
        await program.ends();
        await before();
        await start();
        await after();
      })();
      ready.catch(() => {}); // whoever waits for it hears of it
    },
    async stop() {
      await ready.catch(() => {});
      program.killGroup('SIGKILL');
      await program.ends();
    },
  };
}
