import { compareUtf8 } from '../../contract/utf8.ts';

interface Keyed {
  readonly key: string;
}

/** What two sides have under one key: something on at least one of them. */
export type Pair<Left extends Keyed, Right extends Keyed> =
  | { readonly left: Left; readonly right: Right }
  | { readonly left: Left; readonly right?: undefined }
  | { readonly left?: undefined; readonly right: Right };

/** Walks two sides side by side, each in the byte order of its keys. It holds one of each. */
export async function* pairUp<Left extends Keyed, Right extends Keyed>(
  lefts: AsyncGenerator<Left, void>,
  rights: AsyncGenerator<Right, void>,
): AsyncGenerator<Pair<Left, Right>, void> {
  try {
    let left = await nextOf(lefts);
    let right = await nextOf(rights);
    while (left || right) {
      const order = compareHeads(left, right);
      const pair = { left: order <= 0 ? left : undefined, right: order >= 0 ? right : undefined };
      yield pair as Pair<Left, Right>; // the lesser head is there, or both are
      if (pair.left) left = await nextOf(lefts);
      if (pair.right) right = await nextOf(rights);
    }
  } finally {
    await lefts.return();
    await rights.return();
  }
}

/** A side that is over comes last. */
function compareHeads(left: Keyed | undefined, right: Keyed | undefined): number {
  if (!left) return 1;
  return right ? compareUtf8(left.key, right.key) : -1;
}

async function nextOf<T>(side: AsyncGenerator<T, void>): Promise<T | undefined> {
  const { done, value } = await side.next();
  return done ? undefined : value;
}
