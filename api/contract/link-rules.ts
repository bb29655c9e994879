/** A symbolic link by its place in the tree. */
export interface PlacedLink {
  /** Its path, folded where case does not count. */
  readonly key: string;
  /** Where it points, relative to the folder it lies in, folded likewise. */
  readonly foldedTarget: string;
}

/** What following a link comes to: a place (the key of it, '' for the whole folder), or no place. */
type Fate = { readonly at: string } | 'leaves' | 'circles';

/** A link being followed: where that has led so far, and the segments still to go. */
interface Walk {
  readonly link: PlacedLink;
  at: string;
  /** Last one first. */
  readonly rest: string[];
}

export type LinkFault = 'leaves' | 'circles';

/**
 * Finds the links that cannot be followed to a place inside the folder: those that leave it, even in
 * between, and those that lead in a circle, through other links or by pointing at a folder they lie
 * in. A target the folder does not hold is no fault.
 *
 * @returns link → what is wrong with it
 */
export function findLinkFaults<T extends PlacedLink>(links: readonly T[]): Map<T, LinkFault> {
  const byKey = new Map<string, PlacedLink>(links.map((link) => [link.key, link]));
  const fates = new Map<PlacedLink, Fate>();
  const faults = new Map<T, LinkFault>();
  for (const link of links) {
    const fate = fates.get(link) ?? follow(link, byKey, fates);
    if (typeof fate === 'string') faults.set(link, fate);
    else if (holds(fate.at, link)) faults.set(link, 'circles');
  }
  return faults;
}

function holds(folder: string, link: PlacedLink): boolean {
  return folder === '' || link.key.startsWith(`${folder}/`);
}

/**
 * Follows a link as a file system does, segment by segment, other links on the way first. Without
 * recursion, since a chain may be as long as there are links.
 */
function follow(
  link: PlacedLink,
  byKey: ReadonlyMap<string, PlacedLink>,
  fates: Map<PlacedLink, Fate>,
): Fate {
  const walks = [walkOf(link)];
  const under = new Set([link]);
  for (let walk = walks.at(-1); walk; walk = walks.at(-1)) {
    const met = advance(walk, byKey, fates);
    if (typeof met === 'object' && 'link' in met && !under.has(met.link)) {
      walks.push(walkOf(met.link));
      under.add(met.link);
    } else if (typeof met === 'object' && 'at' in met) {
      fates.set(walk.link, met);
      walks.pop();
    } else {
      // All that is being followed leads here.
      const fate = met === 'leaves' ? 'leaves' : 'circles';
      for (const one of walks) fates.set(one.link, fate);
      return fate;
    }
  }
  return fates.get(link) ?? 'circles';
}

function walkOf(link: PlacedLink): Walk {
  return { link, at: parentOf(link.key), rest: link.foldedTarget.split('/').reverse() };
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

/** Goes on until the end, a fault, or a link not followed yet, which it will meet again. */
function advance(
  walk: Walk,
  byKey: ReadonlyMap<string, PlacedLink>,
  fates: ReadonlyMap<PlacedLink, Fate>,
): Fate | { readonly link: PlacedLink } {
  for (let segment = walk.rest.at(-1); segment !== undefined; segment = walk.rest.at(-1)) {
    const next = stepTo(walk.at, segment);
    if (next === undefined) return 'leaves';
    const link = byKey.get(next);
    const fate = link ? fates.get(link) : { at: next };
    if (link && fate === undefined) return { link };
    if (typeof fate === 'string') return fate;
    walk.at = fate?.at ?? next;
    walk.rest.pop();
  }
  return { at: walk.at };
}

/** The place one segment further, or undefined above the folder. */
function stepTo(at: string, segment: string): string | undefined {
  switch (segment) {
    case '':
    case '.':
      return at;
    case '..':
      return at === '' ? undefined : parentOf(at);
    default:
      return at === '' ? segment : `${at}/${segment}`;
  }
}
