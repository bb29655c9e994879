#!/usr/bin/env node
// node bin/run.mjs [node flags] <entry.ts> [arguments]: what the npm scripts use.
import { runEntry } from './supported-node.mjs';

const words = process.argv.slice(2);
const at = words.findIndex((word) => !word.startsWith('-'));
if (at < 0) {
  console.error('Usage: node bin/run.mjs [node flags] <entry.ts> [arguments]');
  process.exit(2);
}
await runEntry(words[at], words.slice(at + 1), words.slice(0, at));
