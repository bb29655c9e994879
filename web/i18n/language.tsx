import { createContext, createSignal, type ParentProps, useContext } from 'solid-js';
import { en, type Text } from './en.ts';
import { createFormat, type Format } from './format.ts';

export const LANGUAGES = ['en', 'tr'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = 'dcs.language';

/** The language of the panel: its words, its numbers and times, and the choice of another. */
export interface Languages {
  current(): Language;
  text(): Text;
  format(): Format;
  /** Resolves when its words are there and shown. */
  choose(language: Language): Promise<void>;
}

/** Begins with the language chosen last, or the browser's, once its words are loaded. */
export async function createLanguages(): Promise<Languages> {
  const [current, setCurrent] = createSignal(preferred());
  const [text, setText] = createSignal(await load(current()));
  const format = () => formats[current()];
  document.documentElement.lang = current();
  return {
    current,
    text,
    format,
    async choose(language) {
      const words = await load(language);
      localStorage.setItem(KEPT_AS, language);
      document.documentElement.lang = language;
      setCurrent(language);
      setText(() => words);
    },
  };
}

const formats: Readonly<Record<Language, Format>> = {
  en: createFormat('en-GB'),
  tr: createFormat('tr'),
};

/** Of the two only the one that is read is loaded. */
async function load(language: Language): Promise<Text> {
  return language === 'tr' ? (await import('./tr.ts')).tr : en;
}

function preferred(): Language {
  const wanted = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const language = LANGUAGES.find((one) => tag.toLowerCase().split('-')[0] === one);
    if (language) return language;
  }
  return 'en';
}

const LanguageContext = createContext<Languages>();

export function LanguageProvider(props: ParentProps<{ languages: Languages }>) {
  return (
    <LanguageContext.Provider value={props.languages}>{props.children}</LanguageContext.Provider>
  );
}

export function useLanguages(): Languages {
  const languages = useContext(LanguageContext);
  if (!languages) throw new Error('There is no LanguageProvider around this.');
  return languages;
}

/** The words of the language in use: `text().books.title`. */
export function useText(): () => Text {
  return useLanguages().text;
}

/** Its numbers and times: `format().bytes(book.size)`. */
export function useFormat(): () => Format {
  return useLanguages().format;
}
