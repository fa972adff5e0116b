import type { MixPayButton } from '../../../src/element/button/button.js';
import { loadLanguage } from '../../../src/element/button/language.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { byHand, created, told } from '../../helpers/fake-endpoint.js';
import { inside, openShop, ORDER, press } from '../../element/helpers/mount-button.js';
import type { Look } from './looks.js';
import { mountIn, until } from './until.js';

const VARIANTS = ['brand', 'black', 'white', 'outline'];
const SIZES = ['small', 'medium', 'large'];
const VERBS = ['pay', 'buy', 'checkout', 'donate', 'order', 'subscribe', 'tip'];
const STATES = ['idle', 'busy', 'open', 'paid', 'failed'];
/** In one size only. The last two are forced by whoever takes the picture, who finds the buttons by this name. */
const MORE_STATES = [...STATES, 'disabled', 'hover', 'focus'];

type Rows = [name: string, cells: ((table: HTMLElement) => Promise<() => Promise<void>>)[]][];

/** A table of all buttons: variants and sizes down, states across; then a narrow one, verbs, and what shops change. */
export async function showButtons({ theme, locale }: Look): Promise<void> {
  await loadLanguage(locale, new FakeClock());
  // Sent off to the checkout, which opens no dialog: sixty of them in front of one another take seconds.
  const attributes = { ...ORDER, mode: 'redirect', theme, locale };
  const states = (names: string[], more: Record<string, string>, place = '') =>
    names.map((state) => (table: HTMLElement) => prepare(table, state, { ...attributes, ...more }, place));
  const shops = (all: (Record<string, string> & { content?: string })[]) =>
    all.map(
      ({ content, ...more }) =>
        (table: HTMLElement) =>
          prepare(table, 'idle', { ...attributes, ...more }, '', content),
    );
  const rows: Rows = [
    ...VARIANTS.flatMap((variant) =>
      SIZES.map((size): Rows[number] => [`${variant} ${size}`, states(size === 'medium' ? MORE_STATES : STATES, { variant, size })]),
    ),
    ['in 120 px', states(STATES, { 'quote-amount': '1249' }, 'narrow')],
    ['verbs', shops(VERBS.map((verb) => ({ verb })))],
    ['without a price', shops(VERBS.map((verb) => ({ verb, 'quote-amount': '' })))],
    ['of a shop', shops(SHOPS)],
  ];
  const table = document.createElement('div');
  table.className = 'buttons';
  document.body.append(table);
  for (const name of ['', ...MORE_STATES]) addWords(table, name);
  const turns: (() => Promise<void>)[] = [];
  for (const [name, cells] of rows) {
    addWords(table, name).className = 'head';
    for (const cell of cells) turns.push(await cell(table));
  }
  await Promise.all(turns.map((turn) => turn()));
}

const BITCOIN = { 'quote-amount': '0.00012345', 'quote-asset-id': '', 'quote-symbol': 'BTC' };
const ICON = '<svg slot="icon" viewBox="0 0 24 24" fill="currentColor"><circle cx="12" cy="12" r="10" /></svg>';
const SHOPS = [
  { style: '--mixpay-accent: #0a7d55' },
  { style: '--mixpay-accent: #ffd400; --mixpay-radius: 999px' },
  { style: '--mixpay-background: #000; --mixpay-color: #fff; --mixpay-radius: 0' },
  { style: '--mixpay-height: 64px', content: ICON },
  { content: 'Pre-order now' },
  BITCOIN,
];

function addWords(table: HTMLElement, text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  table.append(element);
  return element;
}

/** Adds a button to the table. @returns what brings its payment this far: all together, for each waits a while */
async function prepare(
  table: HTMLElement,
  state: string,
  attributes: Record<string, string>,
  className: string,
  content?: string,
): Promise<() => Promise<void>> {
  const shop = openShop();
  shop.endpoint.willAnswer(state === 'busy' ? byHand<Response>().promise : created());
  shop.endpoint.willTell(told(state === 'paid' ? 'success' : state === 'failed' ? 'failed' : 'unpaid'));
  const place = document.createElement('div');
  place.className = className;
  place.dataset['state'] = state;
  table.append(place);
  const button = await mountIn(place, { ...attributes, ...(state === 'disabled' ? { disabled: '' } : {}) }, content);
  const comes = ['busy', 'open', 'paid', 'failed'].includes(state);
  return () => (comes ? comeTo(state, shop.clock, button) : Promise.resolve());
}

async function comeTo(state: string, clock: FakeClock, button: MixPayButton): Promise<void> {
  press(button);
  await until(button, () => button.state === (state === 'busy' ? 'requesting' : 'open'), 'the payment to begin');
  await clock.advance(3000);
  await until(button, () => inside(button, `.button.${state}`) !== null, `a button that is ${state}`);
}
