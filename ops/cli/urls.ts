import { CliError } from './cli-error.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8080';

/**
 * The API's address, without a trailing slash.
 * @param source where it was given, for the message
 */
export function parseUrl(text: string, source: string): string {
  const refuse = (why: string) =>
    new CliError('usage', `${source} ${why}. Give it like https://books.example.com.`);
  if (!URL.canParse(text)) throw refuse('is not a URL');
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) throw refuse('is not an http or https URL');
  if (url.username || url.password) throw refuse('carries a user or a password');
  if (url.search || url.hash) throw refuse('carries a query or a fragment');
  return url.href.replace(/\/+$/, '');
}
