import { SETTINGS } from './settings.ts';

/** The settings as the Markdown table of `docs/settings.md`; a test holds the page to it. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) => {
    const fallback = 'default' in setting ? `\`${setting.default}\`` : setting.otherwise;
    return `| \`${name}\` | ${setting.doc} | ${fallback} |`;
  });
  return ['| name | what it is for | default |', '| --- | --- | --- |', ...rows].join('\n');
}
