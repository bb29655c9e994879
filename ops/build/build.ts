import { buildPanel } from './build-panel.ts';
import { bundleWorker } from './bundle-worker.ts';

console.log(`worker: ${await bundleWorker('dist/worker/worker.js')}`);
await buildPanel();
