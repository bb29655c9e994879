import Search from 'lucide-solid/icons/search';
import { UploadButton } from '../content/upload/upload-button.tsx';
import { useText } from '../i18n/language.tsx';
import { AccountButton } from './account-button.tsx';
import { PublisherSwitcher } from './publisher-switcher.tsx';

/** What can be done from every page. */
export function TopBar(props: { readonly onSearch: () => void }) {
  const text = useText();
  return (
    <header class="sticky top-0 z-20 flex items-center gap-2 border-b border-line bg-surface px-4 py-2 sm:px-8">
      <PublisherSwitcher />
      <div class="grow" />
      <button
        type="button"
        class="flex h-9 items-center gap-2 rounded-lg border border-control px-3 text-sm text-soft hover:bg-raised"
        title={text().shell.palette}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => props.onSearch()}
      >
        <Search size={16} aria-hidden="true" />
        <span class="max-sm:sr-only">{text().common.search}</span>
        <span
          class="rounded border border-line px-1.5 font-sans text-xs max-sm:hidden"
          aria-hidden="true"
        >
          Ctrl K
        </span>
      </button>
      <UploadButton />
      <AccountButton />
    </header>
  );
}
