import type { z } from 'zod';
import { SETTINGS, type Setting } from './settings.ts';

type SettingName = keyof typeof SETTINGS;

/** What a setting holds once parsed: never undefined where it has a default. */
export type Config = {
  readonly [Name in SettingName]: (typeof SETTINGS)[Name] extends { default: string }
    ? z.output<(typeof SETTINGS)[Name]['schema']>
    : z.output<(typeof SETTINGS)[Name]['schema']> | undefined;
};

/** Every problem of the environment at once, a sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads all settings. An empty variable counts as not set.
 * @throws ConfigError naming every wrong one
 */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    const text = environment[name] || setting.default;
    if (text === undefined) continue;
    const parsed = setting.schema.safeParse(text);
    if (parsed.success) config[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join(' ')}`);
  }
  problems.push(...incompleteStore(environment));
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config; // every member was parsed by its schema above
}

function incompleteStore(environment: Environment): string[] {
  const given = ['S3_ACCESS_KEY', 'S3_SECRET_KEY'].filter((name) => environment[name]);
  if (environment.S3_ENDPOINT) {
    return ['S3_ACCESS_KEY', 'S3_SECRET_KEY']
      .filter((name) => !environment[name])
      .map((name) => `${name}: It is needed when S3_ENDPOINT is set.`);
  }
  const origins = ['S3_PUBLIC_ENDPOINT', 'S3_UPLOAD_ENDPOINT'].filter((name) => environment[name]);
  return [...given, ...origins].map((name) => `${name}: It needs S3_ENDPOINT, which is not set.`);
}

/** How to reach an S3-compatible store. */
export interface StoreAccess {
  /** Absolute base, server to server. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

/** The store the settings name, if they name one. */
export function configuredStore(config: Config): StoreAccess | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION: region } = config;
  if (!(endpoint && S3_ACCESS_KEY && S3_SECRET_KEY)) return undefined;
  return { endpoint, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region };
}

/** Variables that look like ours and are not: most likely misspelt. */
export function unknownSettings(environment: Environment): readonly string[] {
  const others = [
    'DCS_URL',
    'DCS_TOKEN',
    'DCS_EMAIL',
    'DCS_PASSWORD',
    'DCS_CONFIG_DIR',
    'DCS_CACHE_DIR',
  ];
  return Object.keys(environment).filter(
    (name) => name.startsWith('DCS_') && !(name in SETTINGS) && !others.includes(name),
  );
}
