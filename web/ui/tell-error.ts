import { useFormat, useText } from '../i18n/language.tsx';
import { describeError } from './describe-error.ts';
import { notify } from './notify.ts';

/** Tells at the edge of the page what went wrong, where no place of its own is left for it. */
export function useTellError(): (error: unknown) => void {
  const text = useText();
  const format = useFormat();
  return (error) => {
    const { message, requestId } = describeError(error, text(), format());
    const detail = requestId ? `${message} ${text().common.requestId(requestId)}` : message;
    notify({ title: text().errors.title, detail, tone: 'danger' });
  };
}
