import { useFormat } from '../i18n/language.tsx';

/** How long ago, and on pointing at it, when. */
export function TimeAgo(props: { readonly time: string }) {
  const format = useFormat();
  return (
    <time dateTime={props.time} title={format().time(props.time)}>
      {format().ago(props.time)}
    </time>
  );
}
