#!/usr/bin/env node
import { runEntry } from './supported-node.mjs';

await runEntry('ops/cli/main.ts', process.argv.slice(2));
