import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { Channel } from '../../../api/contract/build-names.ts';
import { type BuildBody, promoteBuild } from '../../../api/contract/builds.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { notify } from '../../ui/notify.ts';
import { buildKeys } from '../builds/queries.ts';
import { targetTitle } from '../target-title.ts';

const STABLE = 'stable';
const FORM = 'promote-build';

export interface PromoteModalProps {
  readonly build: BuildBody;
  readonly onClose: () => void;
}

/** Offers a build in another channel, whose users get it from then on if it is the newest there. */
export function PromoteModal(props: PromoteModalProps) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [channel, setChannel] = createSignal(props.build.channel === STABLE ? '' : STABLE);
  const title = () => targetTitle({ type: 'build', ...props.build }, text());
  const isValid = () => Channel.safeParse(channel()).success;
  const reason = () => {
    if (channel() === '') return text().common.required;
    if (channel() === props.build.channel) return text().builds.sameChannel;
    return isValid() ? undefined : text().builds.badChannel;
  };
  const promote = useMutation(() => ({
    mutationFn: async () => {
      const { platform, version } = props.build;
      const told = text().builds.promoted(title(), channel());
      await api.call(promoteBuild, { params: { platform, version }, body: { channel: channel() } });
      await queries.invalidateQueries({ queryKey: buildKeys.all });
      notify({ title: told });
      props.onClose();
    },
  }));
  return (
    <Modal
      open
      onClose={() => props.onClose()}
      title={text().builds.promoteTitle(title())}
      description={text().builds.promoteHint(props.build.channel)}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form={FORM}
            busy={promote.isPending}
            disabledReason={reason()}
          >
            {text().builds.promote}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason() === undefined) promote.mutate();
        }}
      >
        <Field
          label={text().builds.channel}
          value={channel()}
          onInput={setChannel}
          error={channel() !== '' && !isValid() ? text().builds.badChannel : undefined}
          autocomplete="off"
          autofocus
        />
        <ErrorNote error={promote.error} />
      </form>
    </Modal>
  );
}
