const OCTET_STREAM = 'application/octet-stream';

/** Content type → the extensions it goes by. What is missing here is `application/octet-stream`. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/midi': 'mid midi',
  'audio/mp4': 'm4a m4b',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg oga opus',
  'audio/wav': 'wav',
  'audio/webm': 'weba',
  'video/mp2t': 'ts',
  'video/mp4': 'mp4 m4v',
  'video/mpeg': 'mpeg mpg',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'video/x-msvideo': 'avi',
  'application/vnd.apple.mpegurl': 'm3u8',
  'application/dash+xml': 'mpd',
  'image/apng': 'apng',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg jpeg jfif',
  'image/jxl': 'jxl',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/vnd.microsoft.icon': 'ico cur',
  'image/webp': 'webp',
  'font/otf': 'otf',
  'font/ttf': 'ttf',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
  'application/vnd.ms-fontobject': 'eot',
  'application/pdf': 'pdf',
  'application/epub+zip': 'epub',
  'application/rtf': 'rtf',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/json': 'json map',
  'application/manifest+json': 'webmanifest',
  'application/wasm': 'wasm',
  'application/xhtml+xml': 'xhtml xht',
  'application/xml': 'xml xsl xsd',
  'application/xslt+xml': 'xslt',
  'application/gzip': 'gz',
  'application/x-tar': 'tar',
  'application/zip': 'zip',
  'model/3mf': '3mf',
  'model/gltf+json': 'gltf',
  'model/gltf-binary': 'glb',
  'model/obj': 'obj',
  'model/stl': 'stl',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html htm',
  'text/javascript': 'js mjs',
  'text/markdown': 'md markdown',
  'text/plain': 'txt text log ini conf srt lrc',
  'text/tab-separated-values': 'tsv',
  'text/vtt': 'vtt',
};

const BY_EXTENSION = new Map(
  Object.entries(EXTENSIONS).flatMap(([type, extensions]) =>
    extensions
      .split(' ')
      .map((extension) => [extension, type.startsWith('text/') ? `${type}; charset=utf-8` : type]),
  ) as [string, string][], // a map of pairs loses that they are pairs
);

/** The content type of a file, by its extension alone. Text is taken for UTF-8. */
export function contentTypeOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  if (dot < 1) return OCTET_STREAM; // no extension, or a hidden file such as `.html`
  return BY_EXTENSION.get(name.slice(dot + 1).toLowerCase()) ?? OCTET_STREAM;
}

/**
 * Whether a browser could run script out of this type when it shows it: HTML, XHTML, SVG and any
 * other XML. Such are never shown under an origin of ours that holds a session.
 */
export function isUntrustedType(contentType: string): boolean {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === 'text/html' || /[/+]xml$/.test(type);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
