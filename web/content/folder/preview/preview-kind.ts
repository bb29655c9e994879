/** How a file can be shown. */
export type PreviewKind = 'image' | 'audio' | 'video' | 'pdf' | 'text' | 'html' | 'none';

const TEXTS = /^(text\/|application\/(json|manifest\+json|xml|xslt\+xml)$)/;
const HTML = /^(text\/html|application\/xhtml\+xml)$/;

/** @param contentType as the API derives it from the extension */
export function previewKind(contentType: string): PreviewKind {
  const type = contentType.split(';', 1)[0] ?? '';
  if (HTML.test(type)) return 'html';
  if (type === 'application/pdf') return 'pdf';
  if (TEXTS.test(type)) return 'text';
  const family = type.split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'none';
}
