import { useFormat } from '../i18n/language.tsx';

export interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1; undefined where nobody knows. */
  readonly share: number | undefined;
}

/**
 * How far something is. It goes on in steps: a transition would have the page painted sixty times a
 * second all the while, which takes a tenth of the processor from what it tells of.
 */
export function ProgressBar(props: ProgressBarProps) {
  const format = useFormat();
  const percent = () => (props.share === undefined ? undefined : Math.floor(props.share * 100));
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent()}
      aria-valuetext={props.share === undefined ? undefined : format().percent(props.share)}
      class="h-2 overflow-hidden rounded-full bg-raised"
    >
      <div
        class="h-full rounded-full bg-accent"
        classList={{ 'w-1/3 animate-pulse': props.share === undefined }}
        style={props.share === undefined ? {} : { width: `${percent()}%` }}
      />
    </div>
  );
}
