import { uploads as en, type UploadText } from '../../i18n/en/uploads.ts';
import { useLanguages } from '../../i18n/language.tsx';
import { uploads as tr } from '../../i18n/tr/uploads.ts';

const WORDS: Readonly<Record<'en' | 'tr', UploadText>> = { en, tr };

/** The words of uploading in the language in use: `words().start`. */
export function useUploadText(): () => UploadText {
  const languages = useLanguages();
  return () => WORDS[languages.current()];
}
