import File from 'lucide-solid/icons/file';
import FileImage from 'lucide-solid/icons/file-image';
import FileMusic from 'lucide-solid/icons/file-music';
import FileSymlink from 'lucide-solid/icons/file-symlink';
import FileText from 'lucide-solid/icons/file-text';
import FileVideo from 'lucide-solid/icons/file-video-camera';
import Folder from 'lucide-solid/icons/folder';
import FolderOpen from 'lucide-solid/icons/folder-open';
import { Dynamic } from 'solid-js/web';
import type { NodeBody } from '../../../../api/contract/storage.ts';
import { previewKind } from '../preview/preview-kind.ts';

const FILE_ICONS = {
  image: FileImage,
  audio: FileMusic,
  video: FileVideo,
  pdf: FileText,
  text: FileText,
  html: FileText,
  none: File,
} as const;

export function NodeIcon(props: { readonly node: NodeBody; readonly isOpen?: boolean }) {
  const icon = () => {
    if (props.node.type === 'folder') return props.isOpen ? FolderOpen : Folder;
    if (props.node.type === 'link') return FileSymlink;
    return FILE_ICONS[previewKind(props.node.content_type)];
  };
  return <Dynamic component={icon()} size={16} aria-hidden="true" class="shrink-0 text-soft" />;
}
