/* The script of the builder's page: choices on one side; preview, code and content security policy on the other. */

import { addressOf, chosenOf, DEFAULT_ACCENT, DEFAULT_ON_ACCENT, OPTIONS, readChoices, type Choices } from './builder-options.js';
import { drawChoice, drawFields, fillFields, readFields } from './builder-fields.js';
import { offerCopy } from './copy.js';
import { contrastWarning } from './contrast.js';
import { endpointSnippet, SERVERS } from './endpoints.js';
import { find } from './find.js';
import { make } from './make.js';
import { waitForShop } from './open-shop.js';
import { FRAMEWORKS, pageSnippet, policySnippet, type Framework } from './snippets.js';
import { Stage } from './stage.js';
import { StateRow } from './states.js';

const GROUNDS = ['Light', 'Dark', 'Photo'] as const;
const form = find('#options', HTMLFormElement);
const ground = find('#ground', HTMLElement);
const button = make('mixpay-button', { endpoint: 'api/mixpay', 'checkout-base': 'sandbox/code/' });
const phone = new Stage(find('#phone', HTMLIFrameElement));
const states = new Stage(find('#states', HTMLIFrameElement));
const row = new StateRow(states);

let choices = readChoices(location.search);
let framework: Framework = 'HTML';

/** Shows what is chosen, everywhere. */
function apply(): void {
  const asset = choices['quote-asset-id'] ?? '';
  const item = asset === 'usd' || asset === 'eur' ? `preview-${asset}` : 'preview-btc';
  dress(button, choices, { item });
  const usesAccent = (choices['variant'] ?? 'brand') === 'brand';
  const warning = contrastWarning(choices['--mixpay-accent'] ?? DEFAULT_ACCENT, choices['--mixpay-on-accent'] ?? DEFAULT_ON_ACCENT);
  find('#contrast', HTMLElement).textContent = warning === '' || usesAccent ? warning : `${warning} The dialog uses these colours, too.`;
  find('#snippet', HTMLElement).textContent = pageSnippet(framework, choices);
  find('#policy', HTMLElement).textContent = policySnippet(choices['mode'] ?? '');
  history.replaceState(null, '', location.pathname + addressOf(choices));
  dressFrames(item);
}

/** The same for the buttons in frames, which may still be loading. */
function dressFrames(item: string): void {
  row.dress((each, fixed) => dress(each, { ...choices, disabled: '' }, fixed));
  const onPhone = phone.document.querySelector('mixpay-button');
  if (onPhone !== null) dress(onPhone, choices, { item });
  for (const page of [ground, states.document.documentElement, phone.document.documentElement]) {
    if (choices['dir'] === '') page.removeAttribute('dir');
    else page.setAttribute('dir', choices['dir'] ?? '');
  }
}

/** Gives a button the attributes and styles chosen. Touches only what differs: a button that loses its price for a moment drops its payment. */
function dress(element: HTMLElement, given: Choices, fixed: Choices): void {
  const attributes = new Map([
    ...chosenOf(given, 'attribute'),
    ...Object.entries({ 'quote-amount': given['quote-amount'] ?? '', 'quote-asset-id': given['quote-asset-id'] ?? '', ...fixed }),
  ]);
  const properties = new Map(chosenOf(given, 'property'));
  for (const { name, sets } of OPTIONS) {
    if (sets === 'attribute' && !attributes.has(name)) element.removeAttribute(name);
    if (sets === 'property' && !properties.has(name)) element.style.removeProperty(name);
  }
  for (const [name, value] of attributes) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  for (const [name, value] of properties) element.style.setProperty(name, value);
}

async function showPhone(): Promise<void> {
  await phone.load({ endpoint: 'api/mixpay', 'checkout-base': 'sandbox/code/' });
  const till = make('div', { class: 'till' });
  const card = make('article', { class: 'card' });
  card.append(make('h1', {}, 'Night Shift coffee'), make('p', {}, 'Washed Huila, 250 g'), till);
  phone.place(card, till);
}

drawFields(form);
fillFields(form, choices);
ground.append(button);
drawChoice('#grounds', GROUNDS, (name) => {
  ground.dataset.ground = name.toLowerCase();
});
drawChoice('#frameworks', FRAMEWORKS, (name) => {
  framework = FRAMEWORKS.find((each) => each === name) ?? 'HTML';
  find('#snippet', HTMLElement).textContent = pageSnippet(framework, choices);
});
drawChoice('#servers', SERVERS, (name) => {
  void endpointSnippet(name).then((text) => {
    find('#endpoint', HTMLElement).textContent = text;
    find('#endpoint', HTMLElement).scrollTop = 0;
  });
});
offerCopy();
form.addEventListener('input', () => {
  choices = readChoices(readFields(form).toString());
  apply();
});
form.addEventListener('reset', (event) => {
  event.preventDefault();
  choices = readChoices('');
  fillFields(form, choices);
  apply();
});
apply();
find('#bench', HTMLElement).hidden = false;
try {
  await waitForShop();
  await Promise.all([showPhone(), row.load()]);
  apply();
  await row.begin();
} catch (error) {
  ground.after(make('p', { class: 'warning' }, error instanceof Error ? error.message : String(error)));
}
