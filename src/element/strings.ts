import { en, type Strings } from './locales/en.js';

export type { Strings } from './locales/en.js';
export type StringKey = keyof Strings;

/** The sentences of one language, filled in. */
export type Translate = (key: StringKey, values?: Record<string, string | number>) => string;

export interface Language {
  /** BCP 47, for `Intl` and the `lang` attribute. */
  tag: string;
  direction: 'ltr' | 'rtl';
  t: Translate;
}

/** Languages this package has sentences for, by tag; English is in first load, the others are files of their own. */
const LOADERS: Readonly<Record<string, () => Promise<{ default: Strings }>>> = {
  de: () => import('./locales/de.js'),
  es: () => import('./locales/es.js'),
  fr: () => import('./locales/fr.js'),
  ja: () => import('./locales/ja.js'),
  zh: () => import('./locales/zh.js'),
};

/** Their tags. */
export const LANGUAGES = Object.keys(LOADERS);

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'ur', 'yi']);

const loaded = new Map<string, Strings>([['en', en]]);

function languageFor(tag: string, strings: Strings): Language {
  return {
    tag,
    direction: RIGHT_TO_LEFT.has(primary(tag)) ? 'rtl' : 'ltr',
    t: (key, values) => strings[key].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values?.[name] ?? placeholder)),
  };
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? 'en';
}

/** The names under which a tag's sentences may be kept, the most exact first: `zh-Hant-TW`, `zh-hant`, `zh`. */
function candidates(tag: string): string[] {
  const parts = tag.toLowerCase().split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/** The language of a tag as far as it is loaded: its sentences, or English ones with the tag's own number format. */
export function language(tag: string): Language {
  for (const name of candidates(tag)) {
    const strings = loaded.get(name);
    if (strings !== undefined) return languageFor(tag, strings);
  }
  return languageFor(tag.toLowerCase().startsWith('en') ? tag : 'en', en);
}

/**
 * Loads the sentences of a tag where they are a file of their own.
 * @returns whether anything new arrived; a file that does not load leaves English
 */
export async function loadLanguage(tag: string): Promise<boolean> {
  const name = candidates(tag).find((candidate) => loaded.has(candidate) || LOADERS[candidate] !== undefined);
  if (name === undefined || loaded.has(name)) return false;
  try {
    const module = await LOADERS[name]?.();
    if (module === undefined) return false;
    loaded.set(name, module.default);
    return true;
  } catch {
    return false;
  }
}
