import { A } from '@solidjs/router';
import type { PlannedUploadBody } from '../../../api/contract/upload-bodies.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { targetPath, targetTitle } from '../target-title.ts';

/** An upload somebody has begun, with what its plan wanted sent. */
export function PlannedUpload(props: { readonly planned: PlannedUploadBody }) {
  const text = useText();
  const format = useFormat();
  const upload = () => props.planned.upload;
  const toSend = () => {
    const { counts, bytes } = props.planned;
    const files = text().common.files(counts.send, format().count(counts.send));
    return text().dashboard.toSend(files, format().bytes(bytes.send));
  };
  return (
    <li class="flex flex-wrap items-center gap-x-2">
      <A href={targetPath(upload().target)} class="truncate hover:underline">
        {text().dashboard.upload(targetTitle(upload().target, text()))}
      </A>
      <span class="ms-auto text-soft">
        {upload().state === 'open' ? toSend() : text().dashboard.uploadFinalizing}
      </span>
    </li>
  );
}
