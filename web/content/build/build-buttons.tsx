import { useNavigate } from '@solidjs/router';
import { useMutation } from '@tanstack/solid-query';
import Link from 'lucide-solid/icons/link';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { copyText } from '../../ui/copy-text.ts';
import type { ContentFolder } from '../folder/content-folder.ts';
import { ZipButton } from '../folder/download/zip-button.tsx';
import { targetTitle } from '../target-title.ts';
import { createTrashBuild } from './create-trash-build.ts';

export interface BuildButtonsProps {
  readonly build: BuildBody;
  readonly folder: ContentFolder;
}

/** What can be done with a build. */
export function BuildButtons(props: BuildButtonsProps) {
  const text = useText();
  const navigate = useNavigate();
  const trashBuild = createTrashBuild();
  const [isAsking, setIsAsking] = createSignal(false);
  const trash = useMutation(() => ({
    mutationFn: () => trashBuild(props.build),
    onSuccess: () => navigate(paths.builds(props.build.platform)),
  }));
  const name = () => targetTitle({ type: 'build', ...props.build }, text());
  return (
    <>
      <Button
        icon={<Link size={16} aria-hidden="true" />}
        onClick={() => void copyText(props.folder.streamLink(''), text())}
      >
        {text().folder.copyLink}
      </Button>
      <ZipButton
        label={text().folder.downloadZip}
        wanted={{
          folder: props.folder,
          revision: props.build.revision,
          nodes: undefined,
          files: props.build.files,
          size: props.build.size,
        }}
      />
      <Button icon={<Trash size={16} aria-hidden="true" />} onClick={() => setIsAsking(true)}>
        {text().common.delete}
      </Button>
      <ConfirmModal
        open={isAsking()}
        onClose={() => setIsAsking(false)}
        title={text().book.deleteTitle(name())}
        description={text().book.deleteHint(1)}
        action={text().common.delete}
        busy={trash.isPending}
        error={trash.error}
        onConfirm={() => trash.mutate()}
      />
    </>
  );
}
