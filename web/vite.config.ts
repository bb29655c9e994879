import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/** The panel: static files for `/panel/` of any origin. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/panel/',
  plugins: [solid(), tailwindcss()],
  build: { outDir: '../dist/panel', emptyOutDir: true, target: 'es2023', manifest: true },
  worker: { format: 'es' },
  // The API of `npm run dev` on another port lets it in by DCS_PANEL_ORIGINS.
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
});
