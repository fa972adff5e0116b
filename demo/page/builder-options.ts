import { LANGUAGES } from '../../src/element/locales/index.js';
import { bitcoin } from '../common/catalogue.js';

/** One option of the builder. What equals its default is neither in the address nor in the snippet. */
export interface Option {
  name: string;
  group: 'looks' | 'colours' | 'behaviour';
  label: string;
  default: string;
  kind: 'choice' | 'colour' | 'length' | 'text' | 'switch';
  /** With `choice`: values with their words. */
  choices?: readonly (readonly [value: string, words: string])[];
  /** `attribute`: of the element. `property`: a custom property. `page`: of the page around it. */
  sets: 'attribute' | 'property' | 'page';
  hint?: string;
}

/** What is chosen, by the name of the option. */
export type Choices = Readonly<Record<string, string>>;

export const DEFAULT_ACCENT = '#2b4bf2';
export const DEFAULT_ON_ACCENT = '#ffffff';

const plain = (...values: string[]) => values.map((value) => [value, value] as const);

const attribute = { sets: 'attribute' } as const;
const looks = { group: 'looks', ...attribute } as const;
const behaviour = { group: 'behaviour', ...attribute } as const;
const brand = { group: 'colours', sets: 'property' } as const;

export const OPTIONS: readonly Option[] = [
  { ...looks, name: 'variant', label: 'Variant', kind: 'choice', default: 'brand', choices: plain('brand', 'black', 'white', 'outline') },
  { ...looks, name: 'size', label: 'Size', kind: 'choice', default: 'medium', choices: plain('small', 'medium', 'large') },
  {
    ...looks,
    name: 'verb',
    label: 'Verb',
    kind: 'choice',
    default: 'pay',
    choices: plain('pay', 'buy', 'checkout', 'donate', 'order', 'subscribe', 'tip'),
  },
  { ...looks, name: 'theme', label: 'Dialog’s theme', kind: 'choice', default: 'auto', choices: plain('auto', 'light', 'dark') },
  { ...looks, name: 'locale', label: 'Language', kind: 'choice', default: '', choices: [['', 'of the page'], ...languages()] },
  {
    group: 'looks',
    sets: 'page',
    name: 'dir',
    label: 'Direction',
    kind: 'choice',
    default: '',
    choices: [
      ['', 'of the page'],
      ['ltr', 'left to right'],
      ['rtl', 'right to left'],
    ],
  },
  { ...looks, name: 'shop-name', label: 'Shop’s name', kind: 'text', default: '', hint: 'of the page' },
  { ...looks, name: 'tagline', label: 'Line “with crypto”', kind: 'switch', default: '' },
  { ...brand, name: '--mixpay-accent', label: 'Accent', kind: 'colour', default: DEFAULT_ACCENT },
  { ...brand, name: '--mixpay-on-accent', label: 'Text on it', kind: 'colour', default: DEFAULT_ON_ACCENT },
  { ...brand, name: '--mixpay-radius', label: 'Corner radius', kind: 'length', default: '', hint: '12px' },
  { ...brand, name: '--mixpay-height', label: 'Least height', kind: 'length', default: '', hint: 'by size' },
  {
    ...behaviour,
    name: 'mode',
    label: 'Opens',
    kind: 'choice',
    default: 'auto',
    choices: plain('auto', 'qr', 'redirect', 'tab', 'popup', 'embed'),
  },
  { ...behaviour, name: 'quote-amount', label: 'Price shown', kind: 'text', default: '12.50' },
  {
    ...behaviour,
    name: 'quote-asset-id',
    label: 'Currency',
    kind: 'choice',
    default: 'usd',
    choices: [
      ['usd', 'US dollars'],
      ['eur', 'euros'],
      [bitcoin, 'bitcoin'],
    ],
  },
  { ...behaviour, name: 'quote-symbol', label: 'Coin’s symbol', kind: 'text', default: '', hint: 'known' },
  { ...behaviour, name: 'remark', label: 'Remark', kind: 'text', default: '', hint: 'at most 50 characters' },
  { ...behaviour, name: 'return-to', label: 'Return to', kind: 'text', default: '', hint: '/thank-you' },
  { ...behaviour, name: 'failed-return-to', label: 'After a failure', kind: 'text', default: '', hint: '/checkout' },
  { ...behaviour, name: 'expires-in', label: 'Seconds to pay', kind: 'text', default: '', hint: '1800' },
  { ...behaviour, name: 'payment-asset-id', label: 'Coin to pay with', kind: 'text', default: '', hint: 'any' },
  {
    ...behaviour,
    name: 'credentials',
    label: 'Cookies sent',
    kind: 'choice',
    default: 'same-origin',
    choices: plain('same-origin', 'include', 'omit'),
  },
  { ...behaviour, name: 'disabled', label: 'Disabled', kind: 'switch', default: '' },
];

/** The languages by the name their readers give them. */
function languages(): (readonly [string, string])[] {
  const named = ['en', ...LANGUAGES].map((tag) => {
    const canonical = Intl.getCanonicalLocales(tag)[0] ?? tag;
    return [canonical, new Intl.DisplayNames([canonical], { type: 'language' }).of(canonical) ?? canonical] as const;
  });
  return named.sort(([a], [b]) => a.localeCompare(b));
}

/** The choices that an address names, completed by the defaults. Names of no option are ignored. */
export function readChoices(search: string): Choices {
  const given = new URLSearchParams(search);
  return Object.fromEntries(OPTIONS.map((option) => [option.name, valid(option, given.get(shortOf(option.name))) ?? option.default]));
}

/** The query of an address for these choices: those that differ from the defaults. */
export function addressOf(choices: Choices): string {
  const changed = OPTIONS.filter(({ name, default: usual }) => choices[name] !== usual);
  const query = new URLSearchParams(changed.map(({ name }) => [shortOf(name), choices[name] ?? '']));
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** The choices that differ from the defaults and set this kind of thing. */
export function chosenOf(choices: Choices, sets: Option['sets']): [name: string, value: string][] {
  return OPTIONS.filter((option) => option.sets === sets && choices[option.name] !== option.default && choices[option.name] !== '').map(
    ({ name }) => [name, choices[name] ?? ''],
  );
}

function shortOf(name: string): string {
  return name.replace('--mixpay-', '');
}

function valid({ kind, choices = [] }: Option, value: string | null): string | undefined {
  if (value === null) return undefined;
  const holds = {
    choice: choices.some(([known]) => known === value),
    colour: /^#[0-9a-f]{6}$/i.test(value),
    length: value === '' || /^\d{1,3}(\.\d+)?(px|rem|em)$/.test(value),
    text: value.length <= 200,
    switch: value === '' || value === 'on',
  };
  return holds[kind] ? value : undefined;
}
