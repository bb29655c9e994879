import { useFormat, useText } from '../../../i18n/language.tsx';

export interface ChangeCountsProps {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** `+12 ~9 −3`, read out in words. */
export function ChangeCounts(props: ChangeCountsProps) {
  const text = useText();
  const format = useFormat();
  const told = () =>
    text().folder.changes(
      format().count(props.added),
      format().count(props.changed),
      format().count(props.removed),
    );
  return (
    <p title={told()}>
      <span class="sr-only">{told()}</span>
      <span aria-hidden="true" class="flex gap-3 font-medium">
        <span class="text-good">+{format().count(props.added)}</span>
        <span class="text-warn">~{format().count(props.changed)}</span>
        <span class="text-danger">−{format().count(props.removed)}</span>
      </span>
    </p>
  );
}
