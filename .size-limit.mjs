// What the panel's first page loads, and what an edge runtime is given. From the builds in dist/.
import { readFileSync } from 'node:fs';

const PANEL = 'dist/panel';
const FIRST_PAGE = 'content/dashboard/dashboard-page.tsx';

/** A chunk's script with those it imports before it runs. */
function scripts(manifest, entry, found = new Set()) {
  const { file, imports = [] } = manifest[entry];
  if (found.has(file)) return found;
  found.add(file);
  for (const one of imports) scripts(manifest, one, found);
  return found;
}

const manifest = JSON.parse(readFileSync(`${PANEL}/.vite/manifest.json`, 'utf8'));
const first = scripts(manifest, FIRST_PAGE, scripts(manifest, 'index.html'));

export default [
  {
    name: 'panel: first load',
    path: [...first].map((file) => `${PANEL}/${file}`),
    limit: '120 kB',
    gzip: true,
  },
];
