import type { Context } from '../core/context.ts';
import type { PasswordHasher } from '../core/ports.ts';
import type { AccessTokens } from './tokens.ts';

/** What signing in needs beyond the common context. */
export interface AccessPorts {
  readonly passwords: PasswordHasher;
  readonly tokens: AccessTokens;
  /** How long an unused refresh token lives. */
  readonly refreshTtlSeconds: number;
}

export interface AccessContext extends Context {
  readonly access: AccessPorts;
}
