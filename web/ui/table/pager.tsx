import { useText } from '../../i18n/language.tsx';
import { Button } from '../button.tsx';
import type { ListParams } from './list-params.ts';

export interface PagerProps {
  readonly params: ListParams;
  /** Of the page that is shown; null on the last one. */
  readonly nextCursor: string | null | undefined;
}

/**
 * From page to page. A list knows only where the next page begins, so the way back is remembered as
 * it is gone; who comes by a link goes back to the first.
 */
export function Pager(props: PagerProps) {
  const text = useText();
  const began = new Map<number, string | undefined>();
  const previous = () => Math.max(1, props.params.page() - 1);

  function goNext(): void {
    const page = props.params.page();
    began.set(page, props.params.cursor());
    props.params.goTo(page + 1, props.nextCursor ?? undefined);
  }

  function goBack(): void {
    const isKnown = began.has(previous());
    props.params.goTo(isKnown ? previous() : 1, began.get(previous()));
  }

  return (
    <nav aria-label={text().common.pages} class="flex items-center justify-end gap-2">
      <span class="me-2 text-sm text-soft">{text().common.page(props.params.page())}</span>
      <Button
        disabledReason={props.params.page() === 1 ? text().common.firstPage : undefined}
        onClick={goBack}
      >
        {text().common.previous}
      </Button>
      <Button
        disabledReason={props.nextCursor ? undefined : text().common.lastPage}
        onClick={goNext}
      >
        {text().common.next}
      </Button>
    </nav>
  );
}
