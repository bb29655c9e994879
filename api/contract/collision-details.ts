import { quote } from './path-rules.ts';
import { type CollisionCode, placeOf, type TreeEntry } from './tree-collisions.ts';

/** A path as a collision's sentence needs it. */
export interface CollidingPath extends TreeEntry {
  /** In NFC. */
  readonly path: string;
  /** As it was sent. */
  readonly given: string;
  /** It is in the folder already, and was not sent. */
  readonly kept: boolean;
}

/** What is wrong between two paths and what to do, for people; `it` is the one it is told of. */
export function collisionDetail(
  code: CollisionCode,
  it: CollidingPath,
  other: CollidingPath,
): string {
  switch (code) {
    case 'manifest.duplicate_path':
      return duplicateDetail(it, other);
    case 'manifest.case_collision':
      return placeOf(it) === placeOf(other)
        ? `Windows and macOS take it for ${nameOf(other)}. Rename one of them.`
        : folderDetail(it, other);
    case 'manifest.file_is_directory':
      return it.key.length < other.key.length
        ? `It is a ${it.kind}, but ${nameOf(other)} needs a folder in its place. Rename one of them.`
        : `It needs a folder where ${nameOf(other)} is a ${other.kind}. Rename one of them.`;
  }
}

function duplicateDetail(it: CollidingPath, other: CollidingPath): string {
  if (other.kept) {
    return `The folder has a ${other.kind} in its place. Remove that, or leave this out.`;
  }
  if (it.given === other.given) {
    return it.kind === other.kind
      ? 'It is listed twice. List it once.'
      : `It is listed as a ${it.kind} and as a ${other.kind}. List it once.`;
  }
  return `It is the same as ${nameOf(other)}, in another Unicode form. List it once.`;
}

/** For paths that part at, or below, a folder both spell in their own way. */
function folderDetail(it: CollidingPath, other: CollidingPath): string {
  const its = it.path.split('/');
  const others = other.path.split('/');
  const depth = 1 + its.findIndex((segment, index) => segment !== others[index]);
  const [mine, theirs] = [its, others].map((path) => quote(path.slice(0, depth).join('/')));
  const holder = other.kept ? ', which is in the folder already' : '';
  return `Windows and macOS take its folder ${mine} for ${theirs}${holder}. Give both one spelling.`;
}

function nameOf({ given, kept }: CollidingPath): string {
  return kept ? `${quote(given)}, which is in the folder already` : quote(given);
}
