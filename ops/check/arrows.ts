// npm run check:arrows: who may import whom, by the rules of arrows.cjs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const RULES = fileURLToPath(new URL('./arrows.cjs', import.meta.url));
const FOLDERS = ['api', 'db', 'ops', 'web'];

export interface ArrowsResult {
  /** How many of our modules were looked at. */
  readonly modules: number;
  /** A sentence each; empty when every arrow holds. */
  readonly violations: readonly string[];
}

/**
 * Holds the imports of a source tree against the rules. That nothing was found to look at is a
 * violation too: with a compiler it cannot use, dependency-cruiser sees no module and is content.
 */
export async function checkArrows(root: string): Promise<ArrowsResult> {
  const folders = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const options = await extractDepcruiseOptions(RULES);
  const { output } = await cruise(folders, { ...options, baseDir: path.resolve(root) });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text, not a result.');
  const modules = output.modules.filter(({ source }) => isOurs(source)).length;
  return {
    modules,
    violations: modules === 0 ? ['No module was looked at.'] : describe(output),
  };
}

function isOurs(source: string): boolean {
  return FOLDERS.some((folder) => source.startsWith(`${folder}/`));
}

function describe({ summary }: ICruiseResult): string[] {
  return summary.violations.map(sentence).sort();
}

function sentence({ rule, from, to, cycle = [] }: IViolation): string {
  const way = cycle.length > 0 ? cycle.map(({ name }) => name).join(' → ') : to;
  return `${rule.name}: ${from} → ${way}`;
}

async function main(): Promise<number> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { modules, violations } = await checkArrows(root);
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) console.error(`Forbidden imports: ${violations.length}. See ${RULES}`);
  else console.log(`Arrows hold: ${modules} modules.`);
  return violations.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
