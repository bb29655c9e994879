import { createHmac } from 'node:crypto';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part = ''): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}

/** What somebody without the key can make of a good token. */
export function forgedTokens(good: string): Readonly<Record<string, string>> {
  const [head = '', payload = '', signature = ''] = good.split('.');
  const header = decode(head);
  const claims = decode(payload);
  const sign = (text: string) => createHmac('sha256', 'another key').update(text);
  const signed = (text: string) => `${text}.${sign(text).digest('base64url')}`;
  return {
    'that is no token': 'rubbish',
    'without a signature': `${head}.${payload}.`,
    'of algorithm none': `${encode({ ...header, alg: 'none' })}.${payload}.`,
    'of algorithm none in capitals': `${encode({ ...header, alg: 'NONE' })}.${payload}.${signature}`,
    'signed with another key': signed(`${head}.${payload}`),
    'signed with another key of another name': signed(
      `${encode({ ...header, kid: 'another' })}.${payload}`,
    ),
    'that lives longer than it was given': `${head}.${encode({ ...claims, exp: 4102444800 })}.${signature}`,
    'that speaks for somebody else': `${head}.${encode({ ...claims, sub: 'somebody' })}.${signature}`,
  };
}
