import type { PageClock } from '../../core/clock.js';
import { buttonWords } from '../locales/button/en.js';
import type { paymentWords } from '../locales/payment/en.js';

/** Every text the payer may read, by its key. `{name}` stands for what is filled in. */
export type Words = Record<keyof typeof buttonWords | keyof typeof paymentWords, string>;
export type WordKey = keyof Words;

/** The words of one language, filled in. A key without words gives an empty text. */
export type Translate = (key: WordKey, values?: Record<string, string | number>) => string;

export interface Language {
  /** BCP 47, for `Intl` and the `lang` attribute. */
  tag: string;
  /** Which way its words run. */
  dir: 'ltr' | 'rtl';
  /** Whether its words are still on their way; English stands in for them. */
  pending: boolean;
  t: Translate;
}

/** What is there of one language's words. */
export interface LanguageState {
  /** Undefined until something has arrived, and for ever where there are no words in that language. */
  words?: Partial<Words>;
  /** How many parts have arrived, or were found missing. */
  parts: number;
  /** Resolves when nobody waits for them any more: they are there, will not come, or take too long. */
  waiting?: Promise<boolean>;
  settled?: boolean;
}

/** How long the price alone stands on a button whose language has not arrived, in milliseconds; then English does. */
const PATIENCE = 1000;

const english: LanguageState & { words: Partial<Words> } = { words: { ...buttonWords }, parts: Infinity };

/** The order of the texts in each part of a language's words: those of the button, and once it is there those of the payment part. */
const order: string[][] = [Object.keys(buttonWords)];

/** What pages say in place of our words, by tag. */
const replaced = new Map<string | undefined, Partial<Words>>();

/** The payment part brings the words that only a payment needs. */
export function addPaymentWords(words: typeof paymentWords): void {
  Object.assign(english.words, words);
  order[1] = Object.keys(words);
}

/**
 * Says something else in place of the element's own words, from the next drawing on.
 * @param locale BCP 47: `fr` is for all of French, `fr-CA` for Canada's alone. An exact tag goes before a general one
 * @param words texts by key, with the same `{placeholders}`; keys that are left out keep their words
 */
export function setWords(locale: string, words: Partial<Words>): void {
  const { tag } = read(locale);
  replaced.set(tag, { ...replaced.get(tag), ...words });
}

/** A tag as the standard writes it, `de_AT` as `de-AT`; its language; and what is there of that. Nothing where it is none. */
interface Tag {
  tag?: string;
  general?: string | undefined;
  state?: LanguageState;
}

/** By what pages write: `Intl` takes long to read it. */
const tags = new Map<string, Tag>();

function read(locale: string): Tag {
  const tag = tags.get(locale) ?? readTag(locale);
  tags.set(locale, tag);
  return tag;
}

function readTag(locale: string): Tag {
  try {
    const tag = Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? '';
    const [general] = tag.split('-');
    return { tag, general, state: general === 'en' ? english : { parts: 0 } };
  } catch {
    return {};
  }
}

/** The language of a tag as far as its words are there: English ones, with English numbers, where there are none. */
export function language(locale: string): Language {
  const { tag = 'en', general, state = english } = read(locale);
  const own = state.words === undefined ? 'en' : tag;
  const isRtl = /^(ar|fa|he|ur)\b/.test(own);
  const sources = [replaced.get(tag), replaced.get(general), state.words, english.words];
  return {
    tag: own,
    dir: isRtl ? 'rtl' : 'ltr',
    pending: state.words === undefined && state.settled !== true,
    t: (key, values = {}) =>
      (sources.find((words) => words?.[key] !== undefined)?.[key] ?? '').replace(/{(\w+)}/g, (placeholder, name: string) =>
        // Isolated, so that digits and Latin letters keep their own order among letters that run the other way.
        (values[name] ?? placeholder).toLocaleString(own).replace(/.+/, isRtl ? '\u2068$&\u2069' : '$&'),
      ),
  };
}

/** Whether words of a tag are still to be loaded. */
export function lacksWords(locale: string): boolean {
  return (read(locale).state?.parts ?? Infinity) < order.length;
}

/**
 * Loads the words of a tag where they are files of their own.
 * @returns whether there is something new to draw: words, or that none will come; a file that does not load leaves English
 */
export async function loadLanguage(locale: string, clock: PageClock): Promise<boolean> {
  if (!lacksWords(locale)) return false;
  const { tag, state } = read(locale) as Required<Tag>;
  const loading = import('../locales/index.js').then(({ addWords }) => addWords(tag, state, order)).catch(() => false);
  if (state.settled === true) return loading;
  // English stands in for words that are slow or never come.
  return (state.waiting ??= new Promise((resolve) => {
    const settle = (): void => {
      cancel();
      state.settled = true;
      resolve(true);
    };
    const cancel = clock.after(PATIENCE, settle);
    void loading.then(settle);
  }));
}
