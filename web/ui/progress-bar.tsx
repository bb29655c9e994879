import { Progress } from '@kobalte/core/progress';

export interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  /** How far it is, in words, below the bar. */
  readonly told: string;
}

/** How far something is. */
export function ProgressBar(props: ProgressBarProps) {
  return (
    <Progress
      value={Math.min(1, props.share)}
      maxValue={1}
      aria-label={props.label}
      getValueLabel={() => props.told}
      class="flex flex-col gap-2"
    >
      <Progress.Track class="h-2 overflow-hidden rounded-full bg-raised">
        <Progress.Fill class="h-full w-(--kb-progress-fill-width) rounded-full bg-accent transition-[width]" />
      </Progress.Track>
      <p class="text-sm text-soft tabular-nums">{props.told}</p>
    </Progress>
  );
}
