import { bytesText, countedText } from '../quantity-text.ts';
import type { PullOutcome } from './pull-revision.ts';
import type { PullSource } from './pull-source.ts';

export interface PullSummary {
  readonly source: PullSource;
  /** As people may type it. */
  readonly folder: string;
  readonly outcome: PullOutcome;
  readonly dryRun: boolean;
  readonly seconds: number;
}

/** What a pull did, for programs. */
export function pullBody({ source, folder, outcome, dryRun }: PullSummary) {
  const { faults, ...counts } = outcome;
  const { target, revision } = source.manifest;
  return {
    target,
    revision,
    folder,
    dry_run: dryRun,
    ...counts,
    faults: Array.from(faults, ([path, detail]) => ({ path, detail })),
  };
}

/** What a pull did, or would do, for people. */
export function pullText({ source, folder, outcome, dryRun, seconds }: PullSummary): string {
  const { fetched, unchanged, links, kept, removed } = outcome;
  const which = `revision ${source.manifest.revision} of ${source.title}`;
  const lines = {
    fetched: `${countedText(fetched.files, 'file')}, ${bytesText(fetched.bytes)}`,
    'as before': countedText(unchanged, 'file'),
    links: links === 0 ? '' : countedText(links, 'link'),
    removed: removed === 0 ? '' : countedText(removed, 'path'),
    kept:
      kept === 0
        ? ''
        : `${countedText(kept, 'path')} that the revision does not have; --delete removes them`,
    took: dryRun ? '' : `${seconds.toFixed(1)} s`,
  };
  const told = Object.entries(lines).filter(([, value]) => value !== '');
  const title = dryRun
    ? `A dry run: nothing was changed. ${folder} would come to ${which}.`
    : `${folder} holds ${which}.`;
  return [title, ...told.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`)].join('\n');
}
