/** Every place of the panel, below its base. */
export const paths = {
  dashboard: (publisher?: string) => withQuery('/', { publisher }),
  books: (publisher?: string) => withQuery('/books', { publisher }),
  book: (bookId: string) => `/books/${encodeURIComponent(bookId)}`,
  builds: (platform?: string) => withQuery('/builds', { platform }),
  build: (platform: string, version: string) =>
    `/builds/${encodeURIComponent(platform)}/${encodeURIComponent(version)}`,
  trash: () => '/trash',
  audit: (targetId?: string) => withQuery('/audit', { target_id: targetId }),
  settings: (section?: SettingsSection) => (section ? `/settings/${section}` : '/settings'),
  signIn: (next?: string) => withQuery('/sign-in', { next }),
} as const;

export const SETTINGS_SECTIONS = ['profile', 'users', 'sessions'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
