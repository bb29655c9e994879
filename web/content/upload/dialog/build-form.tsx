import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show } from 'solid-js';
import { PLATFORMS } from '../../../../api/contract/platforms.ts';
import { useText } from '../../../i18n/language.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { useUploadText } from '../upload-text.ts';
import { faultText } from './fault-text.ts';
import type { UploadDraft } from './upload-draft.ts';

/** Which build of the app. */
export function BuildForm(props: { readonly draft: UploadDraft }) {
  const text = useText();
  const words = useUploadText();
  const error = (field: 'version' | 'channel', wrong: string) =>
    faultText(props.draft.fault(field), text(), wrong);
  return (
    <div class="grid gap-4 sm:grid-cols-3">
      <Choice
        label={words().platform}
        value={props.draft.build.platform}
        options={PLATFORMS.map((value) => ({ value, label: words().platforms[value] }))}
        onChoose={(platform) => props.draft.setBuild({ platform })}
      />
      <Field
        label={words().version}
        value={props.draft.build.version}
        onInput={(version) => props.draft.setBuild({ version })}
        required
        autocomplete="off"
        error={error('version', words().badBuildVersion)}
      />
      <Field
        label={words().channel}
        hint={words().channelHint}
        value={props.draft.build.channel}
        onInput={(channel) => props.draft.setBuild({ channel })}
        required
        autocomplete="off"
        error={error('channel', words().badChannel)}
      />
      <Show when={props.draft.build.platform !== 'windows'}>
        <p class="flex items-start gap-3 rounded-lg bg-warn-ground px-4 py-3 text-sm sm:col-span-3">
          <TriangleAlert size={18} aria-hidden="true" class="mt-0.5 shrink-0 text-warn" />
          {words().unixTraits}
        </p>
      </Show>
    </div>
  );
}
