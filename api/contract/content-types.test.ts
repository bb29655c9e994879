import { describe, expect, it } from 'vitest';
import { contentTypeOf, isUntrustedType } from './content-types.ts';

describe('the content type', () => {
  it.each([
    ['units/1/audio.mp3', 'audio/mpeg'],
    ['video/intro.MP4', 'video/mp4'],
    ['cover.png', 'image/png'],
    ['cover.JPeG', 'image/jpeg'],
    ['logo.svg', 'image/svg+xml'],
    ['Inter.woff2', 'font/woff2'],
    ['guide.pdf', 'application/pdf'],
    ['units/1.json', 'application/json'],
    ['read.me.txt', 'text/plain; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
    ['page.xhtml', 'application/xhtml+xml'],
    ['data.xml', 'application/xml'],
    ['style.css', 'text/css; charset=utf-8'],
    ['subtitles.vtt', 'text/vtt; charset=utf-8'],
  ])('of %s is %s', (path, type) => {
    expect(contentTypeOf(path)).toBe(type);
  });

  it.each([
    'FlowBook.exe',
    'LICENSE',
    'a.png/inside',
    '.html',
    'dir/.html',
    'trailing.',
    '',
    'x.constructor',
    'x.__proto__',
  ])('of %j is that of mere bytes', (path) => {
    expect(contentTypeOf(path)).toBe('application/octet-stream');
  });

  it.each([
    ['a.html', true],
    ['a.HTM', true],
    ['a.xhtml', true],
    ['a.svg', true],
    ['a.xml', true],
    ['a.xslt', true],
    ['a.mpd', true],
    ['a.txt', false],
    ['a.js', false],
    ['a.pdf', false],
    ['a.docx', false],
    ['a.bin', false],
  ])('of %s is untrusted: %s', (path, untrusted) => {
    expect(isUntrustedType(contentTypeOf(path))).toBe(untrusted);
  });

  it.each([
    ['text/html', true],
    ['Text/HTML ; charset=utf-8', true],
    ['text/xml', true],
    ['application/rss+xml;charset=utf-8', true],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', false],
    ['', false],
  ])('%j is untrusted however it is written: %s', (type, untrusted) => {
    expect(isUntrustedType(type)).toBe(untrusted);
  });
});
