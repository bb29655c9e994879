import { createEffect } from 'solid-js';
import { useText } from '../i18n/language.tsx';

/** The title of the window, which is outside of what Solid renders. */
export function Title(props: { readonly children: string }) {
  const text = useText();
  createEffect(() => {
    document.title = `${props.children} · ${text().common.productName}`;
  });
  return null;
}
