import { type Component, lazy } from 'solid-js';

/**
 * A component whose code is loaded when it is first shown, as pages and dialogs are.
 * @param name of its export
 */
export function lazyNamed<Props extends object, Name extends string>(
  load: () => Promise<Readonly<Record<Name, Component<Props>>>>,
  name: Name,
): Component<Props> {
  return lazy(async () => ({ default: (await load())[name] }));
}
