import type { StoreAccess } from '../../api/adapters/config.ts';

export const RUNTIMES = ['node', 'workerd'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** The shipped program, running: what a test knows of it. */
export interface Target {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly runtime: Runtime;
  readonly databaseUrl: string;
  readonly store: StoreAccess;
  readonly admin: { readonly email: string; readonly password: string };
}

/** What a runtime is started with: everything of the target but the program itself. */
export interface Surroundings extends Omit<Target, 'baseUrl' | 'runtime'> {
  /** A folder that is thrown away. */
  readonly dataDir: string;
}

export interface Running {
  readonly baseUrl: string;
  stop(): Promise<void>;
}
