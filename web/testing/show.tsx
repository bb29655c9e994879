import { MemoryRouter, Route } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { onTestFinished } from 'vitest';
import { createLanguages, LanguageProvider } from '../i18n/language.tsx';

/** Puts a part of the panel into the page, in English and with a router around it, until the test ends. */
export async function show(part: () => JSX.Element): Promise<void> {
  localStorage.clear();
  const languages = await createLanguages();
  const root = document.body.appendChild(document.createElement('main'));
  const dispose = render(
    () => (
      <LanguageProvider languages={languages}>
        <MemoryRouter>
          <Route path="*" component={part} />
        </MemoryRouter>
      </LanguageProvider>
    ),
    root,
  );
  onTestFinished(() => {
    dispose();
    root.remove();
  });
}
