import { useText } from '../../i18n/language.tsx';
import { MAX_WIDTH, MIN_WIDTH, type ShownColumn } from './create-columns.ts';

const STEP = 16;
const BIG_STEP = 64;

type Sizing = Pick<ShownColumn<never>, 'width' | 'setWidth' | 'resetWidth'>;

const ACTS: Readonly<Record<string, (sizing: Sizing, step: number) => void>> = {
  ArrowLeft: (sizing, step) => sizing.setWidth(sizing.width() - step),
  ArrowRight: (sizing, step) => sizing.setWidth(sizing.width() + step),
  Home: (sizing) => sizing.setWidth(MIN_WIDTH),
  End: (sizing) => sizing.setWidth(MAX_WIDTH),
  Enter: (sizing) => sizing.resetWidth(),
};

export interface WidthHandleProps<Row> {
  readonly shown: ShownColumn<Row>;
  readonly byKeyboard: boolean;
}

/**
 * What a column is made wider or narrower by: dragged, or by keys as a window splitter
 * (https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/). A double click or Enter resets it.
 */
export function WidthHandle<Row>(props: WidthHandleProps<Row>) {
  const text = useText();
  const splitter = () =>
    props.byKeyboard
      ? {
          tabindex: 0,
          'aria-label': text().common.widthOf(props.shown.column.header),
          'aria-orientation': 'vertical' as const,
          'aria-valuenow': Math.round(props.shown.width()),
          'aria-valuemin': MIN_WIDTH,
          'aria-valuemax': MAX_WIDTH,
        }
      : { 'aria-hidden': true };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: Element }) => {
    const act = ACTS[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(props.shown, event.shiftKey ? BIG_STEP : STEP);
    event.currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return (
    <hr
      {...splitter()}
      class="absolute inset-y-1.5 end-0 h-auto w-1.5 border-0 cursor-col-resize touch-none rounded hover:bg-control focus-visible:bg-accent max-md:hidden"
      classList={{ 'bg-control': props.byKeyboard }}
      onMouseDown={(event) => props.shown.onResizeStart(event)}
      onTouchStart={(event) => props.shown.onResizeStart(event)}
      onDblClick={() => props.shown.resetWidth()}
      onKeyDown={onKeyDown}
    />
  );
}
