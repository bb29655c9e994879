/** The platforms app builds are made for, as answers write them. */
export const PLATFORMS = ['windows', 'macos', 'linux'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The platform a URL names, in any case, or undefined. */
export function platformOf(text: string): Platform | undefined {
  const lower = text.toLowerCase();
  return PLATFORMS.find((platform) => platform === lower);
}
