/** Control characters: U+0000–001F and U+007F–009F. */
export const CONTROL = /\p{Cc}/u;

/** Characters that change the direction of writing, and so what people read. */
export const BIDI_CONTROL = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const DEVICE = String.raw`con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]`;

/** A name that Windows takes for a device, alone or with any extension. */
export const WINDOWS_DEVICE = new RegExp(String.raw`^(?:${DEVICE})(?:\.|$)`, 'iu');

/**
 * The first segment of a path that Windows takes for a device, captured without its extension.
 * Up to Windows 10 also with spaces in front of the extension: `CON .txt`.
 */
export const WINDOWS_DEVICE_IN_PATH = new RegExp(
  String.raw`(?:^|/)(${DEVICE})(?: *\.[^/]*)?(?=/|$)`,
  'iu',
);
