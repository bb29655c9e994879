import type { LucideProps } from 'lucide-solid';
import Boxes from 'lucide-solid/icons/boxes';
import House from 'lucide-solid/icons/house';
import Library from 'lucide-solid/icons/library';
import ScrollText from 'lucide-solid/icons/scroll-text';
import Settings from 'lucide-solid/icons/settings';
import Trash from 'lucide-solid/icons/trash';
import type { Component } from 'solid-js';
import type { Text } from '../i18n/en.ts';
import { paths } from '../paths.ts';

export interface PanelPage {
  readonly href: string;
  /** After G it leads here. */
  readonly key: string;
  readonly icon: Component<LucideProps>;
  readonly label: (text: Text) => string;
}

/** The pages of the navigation, in its order. */
export const PAGES: readonly PanelPage[] = [
  { href: paths.dashboard(), key: 'd', icon: House, label: ({ shell }) => shell.dashboard },
  { href: paths.books(), key: 'b', icon: Library, label: ({ shell }) => shell.books },
  { href: paths.builds(), key: 'a', icon: Boxes, label: ({ shell }) => shell.builds },
  { href: paths.trash(), key: 't', icon: Trash, label: ({ shell }) => shell.trash },
  { href: paths.audit(), key: 'l', icon: ScrollText, label: ({ shell }) => shell.audit },
  { href: paths.settings(), key: 's', icon: Settings, label: ({ shell }) => shell.settings },
];
