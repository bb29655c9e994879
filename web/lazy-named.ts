import { type Component, lazy } from 'solid-js';

type PropsOf<Exported> = Exported extends Component<infer Props> ? Props : never;

/**
 * A component whose code is loaded when it is first shown, as pages and dialogs are.
 * @param name of its export
 */
export function lazyNamed<Module extends object, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
): Component<PropsOf<Module[Name]>> {
  return lazy(async () => {
    const module = await load();
    return { default: module[name] as Component<PropsOf<Module[Name]>> }; // never, were it none
  });
}
