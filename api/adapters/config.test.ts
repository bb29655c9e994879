import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, unknownSettings } from './config.ts';
import { SETTINGS } from './settings.ts';
import { settingsTable } from './settings-table.ts';

const STORE = { S3_ENDPOINT: 'http://s3:9000', S3_ACCESS_KEY: 'key', S3_SECRET_KEY: 'secret-key' };
const KEY = 'a'.repeat(43);

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('all have a default or say what happens without', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, DCS_DATA_DIR: '.data' });
    for (const [name, setting] of Object.entries(SETTINGS)) {
      expect('default' in setting || 'otherwise' in setting, name).toBe(true);
    }
  });

  it('count as not set when empty', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 8080 });
  });

  it('are refused with every problem at once, and without their values', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      DCS_JWT_KEYS: 'a:tooshortsecret',
      DCS_ADMIN_EMAIL: 'nobody',
      DCS_LOG_LEVEL: 'loud',
      S3_ENDPOINT: 's3.example.com',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'S3_ENDPOINT',
      'DCS_ADMIN_EMAIL',
      'DCS_JWT_KEYS',
      'DCS_LOG_LEVEL',
      'S3_ACCESS_KEY',
      'S3_SECRET_KEY',
    ]);
    expect(problems.join()).not.toMatch(/hunter2|tooshortsecret/);
  });

  it.each<[string, Record<string, string>]>([
    ['S3_ACCESS_KEY', { S3_ACCESS_KEY: 'key' }],
    ['S3_PUBLIC_ENDPOINT', { S3_PUBLIC_ENDPOINT: 'https://cdn.example.com' }],
    ['S3_ENDPOINT', { ...STORE, S3_ENDPOINT: 'http://s3:9000?x=1' }],
    ['DCS_ADMIN_PASSWORD', { DCS_ADMIN_PASSWORD: 'short' }],
    ['DCS_PANEL_ORIGINS', { DCS_PANEL_ORIGINS: 'https://a.example.com,b.example.com' }],
    ['DCS_PANEL_ORIGINS', { DCS_PANEL_ORIGINS: 'https://a.example.com/panel/' }],
    ['DCS_JWT_KEYS', { DCS_JWT_KEYS: `a:${KEY},b` }],
    ['PORT', { PORT: '65536' }],
  ])('name %s as the one to mend', (name, environment) => {
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  it('take several signing keys, and bases with a path', () => {
    const config = readConfig({
      ...STORE,
      S3_PUBLIC_ENDPOINT: 'https://media.example.com/s3/',
      DCS_JWT_KEYS: `new:${KEY}, old:${KEY}`,
    });
    expect(config.S3_PUBLIC_ENDPOINT).toBe('https://media.example.com/s3');
    expect(config.DCS_JWT_KEYS?.map(({ kid }) => kid)).toEqual(['new', 'old']);
  });

  it('that are misspelt are pointed out', () => {
    expect(unknownSettings({ DCS_DATADIR: '.', DCS_DATA_DIR: '.', DCS_URL: '', PATH: '' })).toEqual(
      ['DCS_DATADIR'],
    );
  });

  it('are documented in docs/settings.md as they are', async () => {
    const page = await readFile(new URL('../../docs/settings.md', import.meta.url), 'utf8');
    expect(page).toContain(settingsTable());
  });
});
