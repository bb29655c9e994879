import { type Component, lazy } from 'solid-js';

/** A page whose code is loaded when it is first shown. */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, Component>>>,
  name: Name,
): Component {
  return lazy(async () => ({ default: (await load())[name] }));
}
