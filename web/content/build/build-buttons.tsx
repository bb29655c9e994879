import { useNavigate } from '@solidjs/router';
import Link from 'lucide-solid/icons/link';
import Shuffle from 'lucide-solid/icons/shuffle';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import type { ContentFolder } from '../folder/content-folder.ts';
import { ZipButton } from '../folder/download/zip-button.tsx';
import { type AskedOfBuild, BuildModals } from './build-modals.tsx';

export interface BuildButtonsProps {
  readonly build: BuildBody;
  readonly folder: ContentFolder;
}

/** What can be done with a build. */
export function BuildButtons(props: BuildButtonsProps) {
  const text = useText();
  const navigate = useNavigate();
  const [asked, setAsked] = createSignal<AskedOfBuild>();
  const ask = (act: AskedOfBuild['act']) => () => setAsked({ act, build: props.build });
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
      <Button icon={<Shuffle size={16} aria-hidden="true" />} onClick={ask('promote')}>
        {text().builds.promoteMenu}
      </Button>
      <Button icon={<Trash size={16} aria-hidden="true" />} onClick={ask('delete')}>
        {text().common.delete}
      </Button>
      <BuildModals
        asked={asked()}
        onClose={() => setAsked(undefined)}
        onDeleted={({ platform }) => navigate(paths.builds(platform))}
      />
    </>
  );
}
