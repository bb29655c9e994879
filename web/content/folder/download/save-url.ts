/** Has the browser save what a URL answers, under the name that comes with it. */
export function saveUrl(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
