import type { LanguageState } from '../button/language.js';

type Load = () => Promise<{ default: readonly string[] }>;

/** All languages besides English for which there are words, by tag in lower case, each with its two files. */
const FILES: Readonly<Record<string, readonly [button: Load, payment: Load]>> = {
  ar: [() => import('./button/ar.js'), () => import('./payment/ar.js')],
  bg: [() => import('./button/bg.js'), () => import('./payment/bg.js')],
  ca: [() => import('./button/ca.js'), () => import('./payment/ca.js')],
  cs: [() => import('./button/cs.js'), () => import('./payment/cs.js')],
  da: [() => import('./button/da.js'), () => import('./payment/da.js')],
  de: [() => import('./button/de.js'), () => import('./payment/de.js')],
  el: [() => import('./button/el.js'), () => import('./payment/el.js')],
  es: [() => import('./button/es.js'), () => import('./payment/es.js')],
  'es-mx': [() => import('./button/es-mx.js'), () => import('./payment/es-mx.js')],
  et: [() => import('./button/et.js'), () => import('./payment/et.js')],
  eu: [() => import('./button/eu.js'), () => import('./payment/eu.js')],
  fa: [() => import('./button/fa.js'), () => import('./payment/fa.js')],
  fi: [() => import('./button/fi.js'), () => import('./payment/fi.js')],
  fil: [() => import('./button/fil.js'), () => import('./payment/fil.js')],
  fr: [() => import('./button/fr.js'), () => import('./payment/fr.js')],
  'fr-ca': [() => import('./button/fr-ca.js'), () => import('./payment/fr-ca.js')],
  he: [() => import('./button/he.js'), () => import('./payment/he.js')],
  hi: [() => import('./button/hi.js'), () => import('./payment/hi.js')],
  hr: [() => import('./button/hr.js'), () => import('./payment/hr.js')],
  hu: [() => import('./button/hu.js'), () => import('./payment/hu.js')],
  id: [() => import('./button/id.js'), () => import('./payment/id.js')],
  is: [() => import('./button/is.js'), () => import('./payment/is.js')],
  it: [() => import('./button/it.js'), () => import('./payment/it.js')],
  ja: [() => import('./button/ja.js'), () => import('./payment/ja.js')],
  ka: [() => import('./button/ka.js'), () => import('./payment/ka.js')],
  kk: [() => import('./button/kk.js'), () => import('./payment/kk.js')],
  ko: [() => import('./button/ko.js'), () => import('./payment/ko.js')],
  lt: [() => import('./button/lt.js'), () => import('./payment/lt.js')],
  lv: [() => import('./button/lv.js'), () => import('./payment/lv.js')],
  mk: [() => import('./button/mk.js'), () => import('./payment/mk.js')],
  ms: [() => import('./button/ms.js'), () => import('./payment/ms.js')],
  nb: [() => import('./button/nb.js'), () => import('./payment/nb.js')],
  nl: [() => import('./button/nl.js'), () => import('./payment/nl.js')],
  pl: [() => import('./button/pl.js'), () => import('./payment/pl.js')],
  'pt-br': [() => import('./button/pt-br.js'), () => import('./payment/pt-br.js')],
  'pt-pt': [() => import('./button/pt-pt.js'), () => import('./payment/pt-pt.js')],
  ro: [() => import('./button/ro.js'), () => import('./payment/ro.js')],
  ru: [() => import('./button/ru.js'), () => import('./payment/ru.js')],
  sk: [() => import('./button/sk.js'), () => import('./payment/sk.js')],
  sl: [() => import('./button/sl.js'), () => import('./payment/sl.js')],
  sq: [() => import('./button/sq.js'), () => import('./payment/sq.js')],
  sr: [() => import('./button/sr.js'), () => import('./payment/sr.js')],
  'sr-latn': [() => import('./button/sr-latn.js'), () => import('./payment/sr-latn.js')],
  sv: [() => import('./button/sv.js'), () => import('./payment/sv.js')],
  sw: [() => import('./button/sw.js'), () => import('./payment/sw.js')],
  th: [() => import('./button/th.js'), () => import('./payment/th.js')],
  tr: [() => import('./button/tr.js'), () => import('./payment/tr.js')],
  uk: [() => import('./button/uk.js'), () => import('./payment/uk.js')],
  ur: [() => import('./button/ur.js'), () => import('./payment/ur.js')],
  uz: [() => import('./button/uz.js'), () => import('./payment/uz.js')],
  vi: [() => import('./button/vi.js'), () => import('./payment/vi.js')],
  'zh-hans': [() => import('./button/zh-hans.js'), () => import('./payment/zh-hans.js')],
  'zh-hant': [() => import('./button/zh-hant.js'), () => import('./payment/zh-hant.js')],
  'zh-hk': [() => import('./button/zh-hk.js'), () => import('./payment/zh-hk.js')],
};

/** The tags of these languages. */
export const LANGUAGES = Object.keys(FILES);

/** Languages for which the words of another one are used. */
const READ_AS: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', pt: 'pt-pt', zh: 'zh-hans' };

/** Where Spanish is written as in Spain; elsewhere as in Mexico. */
const AS_IN_SPAIN = /^(ES|GQ|PH|EA|IC)$/;

/**
 * The file of words that fits a tag best: by region, else by script, else by language. What a tag leaves out is what most
 * readers of that language have (CLDR's likely subtags), so that `zh-TW` is Traditional and `pt` Brazilian.
 */
export function bestMatch(tag: string): string | undefined {
  const { language, script, region } = new Intl.Locale(tag).maximize();
  const place = `${language}-${region}`;
  // The region counts only with the script that is usual there: `zh-Hans-HK` is in Hong Kong, but in the script of mainland China.
  const isUsual = region !== undefined && new Intl.Locale(place).maximize().script === script;
  const american = language === 'es' && !AS_IN_SPAIN.test(region ?? '') ? ['es-mx'] : [];
  const names = [...american, ...(isUsual ? [place] : []), `${language}-${script}`, language].map((name) => name.toLowerCase());
  return [...names, READ_AS[language] ?? ''].find((name) => Object.hasOwn(FILES, name));
}

/**
 * Fetches the words in the language that fits a tag best, and puts them into `state`.
 * @param order the keys of each part that is wanted, in the order of its file
 * @returns whether any words came
 */
export async function addWords(tag: string, state: LanguageState, order: readonly (readonly string[])[]): Promise<boolean> {
  const files = FILES[bestMatch(tag) ?? ''] ?? [];
  const parts = await Promise.all(order.map((_, index) => files[index]?.() ?? Promise.resolve(undefined)));
  // A file of another version could say "paid" where "failed" is meant.
  const fits = (keys: readonly string[], index: number): boolean => parts[index]?.default.length === keys.length;
  const entries = order.flatMap((keys, index) =>
    fits(keys, index) ? keys.map((key, place): [string, string | undefined] => [key, parts[index]?.default[place]]) : [],
  );
  if (entries.length > 0) state.words = Object.fromEntries(entries);
  state.parts = order.length;
  return entries.length > 0;
}
