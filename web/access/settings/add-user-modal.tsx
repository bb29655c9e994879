import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { createUser } from '../../../api/contract/users.ts';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { notify } from '../../ui/notify.ts';
import { userKeys } from '../queries.ts';
import { useApi } from '../session.tsx';
import { AddUserForm, type NewUser } from './add-user-form.tsx';

const FORM_ID = 'add-user';

/** Lets somebody else in. */
export function AddUserModal(props: { readonly open: boolean; readonly onClose: () => void }) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const adding = useMutation(() => ({
    mutationFn: (body: NewUser) => api.call(createUser, { body }),
    onSuccess({ body: { email } }) {
      props.onClose();
      notify({ title: text().settings.userAdded(email) });
      return queries.invalidateQueries({ queryKey: userKeys.all });
    },
  }));
  const close = () => {
    adding.reset();
    props.onClose();
  };
  return (
    <Modal
      open={props.open}
      onClose={close}
      title={text().settings.addUser}
      description={text().settings.addUserHint}
      actions={
        <>
          <Button onClick={close}>{text().common.cancel}</Button>
          <Button look="primary" type="submit" form={FORM_ID} busy={adding.isPending}>
            {text().settings.addUser}
          </Button>
        </>
      }
    >
      <Show when={props.open}>
        <AddUserForm id={FORM_ID} error={adding.error} onSubmit={(user) => adding.mutate(user)} />
      </Show>
    </Modal>
  );
}
