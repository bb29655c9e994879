import { bundleWorker } from './bundle-worker.ts';

console.log(`worker: ${await bundleWorker('dist/worker/worker.js')}`);
