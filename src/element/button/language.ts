import { labels } from '../locales/en-labels.js';
import type { Strings } from '../locales/en.js';

export type { Strings } from '../locales/en.js';
export type StringKey = keyof Strings;

/** The sentences of one language, filled in. */
export type Translate = (key: StringKey, values?: Record<string, string | number>) => string;

export interface Language {
  /** BCP 47, for `Intl` and the `lang` attribute. */
  tag: string;
  t: Translate;
}

/** Languages this package has sentences for, by tag, each a file of its own. English comes with the parts that need it. */
const LOADERS: Readonly<Record<string, () => Promise<{ default: Strings }>>> = {
  de: () => import('../locales/de.js'),
  es: () => import('../locales/es.js'),
  fr: () => import('../locales/fr.js'),
  ja: () => import('../locales/ja.js'),
  zh: () => import('../locales/zh.js'),
};

/** Their tags. */
export const LANGUAGES = Object.keys(LOADERS);

const loaded = new Map<string, Partial<Strings>>([['en', labels]]);

/** The payment part brings the sentences that only a payment needs. */
export function addEnglish(sentences: Strings): void {
  loaded.set('en', sentences);
}

/** The most exact name that is known of a tag's: `zh-hant-tw`, `zh-hant`, `zh`; empty where none is. */
function nearest(tag: string, isKnown: (name: string) => boolean): string {
  let name = tag.toLowerCase();
  while (name !== '' && !isKnown(name)) name = name.replace(/-?[^-]*$/, '');
  return name;
}

/** The language of a tag as far as it is loaded: its sentences, or English ones with English numbers. */
export function language(tag: string): Language {
  const known = loaded.get(nearest(tag, (name) => loaded.has(name)));
  const strings = known ?? loaded.get('en');
  return {
    tag: known === undefined ? 'en' : tag,
    t: (key, values) => (strings?.[key] ?? '').replace(/{(\w+)}/g, (placeholder, name: string) => String(values?.[name] ?? placeholder)),
  };
}

/**
 * Loads the sentences of a tag where they are a file of their own.
 * @returns whether anything new arrived; a file that does not load leaves English
 */
export async function loadLanguage(tag: string): Promise<boolean> {
  const name = nearest(tag, (candidate) => loaded.has(candidate) || Object.hasOwn(LOADERS, candidate));
  const module = loaded.has(name) ? undefined : await LOADERS[name]?.().catch(() => undefined);
  if (module !== undefined) loaded.set(name, module.default);
  return module !== undefined;
}
