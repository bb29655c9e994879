import type { Runtime } from './target.ts';

interface Difference<Value> extends Readonly<Record<Runtime, Value>> {
  readonly why: string;
}

const differ = <Value>(difference: Difference<Value>) => difference;

/** All that the same test expects or does differently on the two runtimes. */
export const DIFFERENCES = {
  callerAddressHeader: differ({
    node: 'x-forwarded-for',
    workerd: 'cf-connecting-ip',
    why: 'Node stands behind a reverse proxy here; an edge runtime is told by its own network.',
  }),
  secureCookieBehindTls: differ({
    node: true,
    workerd: false,
    why: 'Node believes its proxy’s X-Forwarded-Proto; on an edge runtime the URL itself says https, and this one serves http.',
  }),
  compressesBelowOneKibibyte: differ({
    node: false,
    workerd: true,
    why: 'An edge runtime compresses answers after they leave us, by rules of its own.',
  }),
  weakensTheTagOfCompressedAnswers: differ({
    node: true,
    workerd: false,
    why: 'See the row above: who compresses decides about the ETag.',
  }),
};
