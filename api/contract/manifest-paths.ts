import { ManifestChecker, type ManifestFindings } from './manifest-checker.ts';
import {
  DEFAULT_MANIFEST_LIMITS,
  type ManifestLimits,
  type ManifestRules,
} from './manifest-rules.ts';

/** The paths of a manifest. Sizes are bytes. */
export interface ManifestPaths {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly directories?: readonly string[];
  readonly links?: readonly { readonly path: string; readonly target: string }[];
}

/**
 * Checks a manifest that is the whole folder: all refusals at once, per path the first rule that
 * applies. What a merge results in takes a {@link ManifestChecker}.
 */
export function checkManifest(
  manifest: ManifestPaths,
  rules: ManifestRules,
  limits: ManifestLimits = DEFAULT_MANIFEST_LIMITS,
): ManifestFindings {
  const checker = new ManifestChecker(rules, limits);
  addManifest(checker, manifest);
  return checker.finish();
}

/** Feeds a checker with a manifest. */
export function addManifest(checker: ManifestChecker, manifest: ManifestPaths): void {
  for (const { path, size } of manifest.files) checker.add({ kind: 'file', path, size });
  for (const path of manifest.directories ?? []) checker.add({ kind: 'directory', path });
  for (const { path, target } of manifest.links ?? []) checker.add({ kind: 'link', path, target });
}
