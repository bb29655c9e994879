/** Has the browser save what a URL answers. @param name where the answer itself says none */
export function saveUrl(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
