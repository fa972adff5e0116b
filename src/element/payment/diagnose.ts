import { invalidField, quoted } from '../../core/errors.js';
import { parseUrl } from '../../core/parse-url.js';
import { isLoopback } from '../../core/url.js';
import { text, WHAT } from '../button/attributes.js';
import type { MixPayButton } from '../button/button.js';
import { warnOfContrast } from './contrast.js';

/** Attributes that only the server may decide. Found in the markup, each earns a warning. */
const SERVER_ONLY = /^(payeeid|settlement(assetid|memo)|strictmode|callback(url|event))$/;

/** The words that some attributes take. */
const WORDS: Readonly<Record<string, string>> = {
  mode: 'auto qr redirect tab popup embed',
  size: 'small medium large',
  theme: 'auto light dark',
  variant: 'brand black white outline',
  verb: 'pay buy checkout donate order subscribe tip',
};

const diagnosed = new WeakSet<MixPayButton>();

/**
 * Tells the developer, once, of what has no effect in a page.
 * @throws MixPayError `invalid_field` where an attribute nearly says what is bought: something else would be sold
 */
export function diagnose(button: MixPayButton, view: Pick<Window, 'origin' | 'location'> = window): void {
  const isNew = !diagnosed.has(button);
  diagnosed.add(button);
  const warn = (message: string): void => {
    if (isNew) console.warn(`<mixpay-button> ${message}`);
  };
  for (const [name, words] of Object.entries(WORDS)) {
    const given = text(propertyOf(button, name));
    if (given !== undefined && !words.split(' ').includes(given)) warn(`${name}: expected one of ${words}, received ${quoted(given)}.`);
  }
  // Its requests say `Origin: null`, which could be anybody's page.
  if (view.origin === 'null') {
    warn(
      view.location.protocol === 'file:'
        ? 'this page is a file, and no endpoint accepts that. Open it through a web server, such as npx serve.'
        : 'this frame has no origin, and no endpoint accepts that. Add allow-same-origin to its sandbox attribute.',
    );
  }
  const checkout = parseUrl(button.checkoutBase, document.baseURI);
  if (checkout !== undefined && isLoopback(checkout) && !isLoopback(new URL(location.href))) {
    warn(`checkout-base: ${checkout.origin} is the payer's own machine. Leave it out on a public page.`);
  }
  const known = (button.constructor as typeof MixPayButton).observedAttributes;
  for (const name of button.getAttributeNames()) {
    // Frameworks put a sign, or one letter and a dash, before what they take for themselves.
    if (known.includes(name) || /^.-|[^\w-]/.test(name)) continue;
    const given = plain(name);
    if (SERVER_ONLY.test(given)) {
      warn(`${name}: expected on your server, found in the page, where it has no effect. Give it to createPaymentHandler.`);
    }
    const meant = known.find((other) => isMeant(given, plain(other)));
    if (meant === undefined || String(propertyOf(button, meant) ?? '') === button.getAttribute(name)) continue;
    if (SOLD.includes(plain(meant))) throw invalidField(meant, 'an attribute of this name', name, 'Rename it.');
    warn(`${name}: expected ${meant}. It is ignored; rename it.`);
  }
  if (isNew && button.querySelector(':scope > :is(a, form):not([slot])') !== null) {
    console.error(
      '<mixpay-button> expected <a> and <form> children to have slot="fallback", found one without: it sits inside the button.',
    );
  }
  const inner = button.renderRoot.querySelector('button');
  if (isNew && inner !== null) warnOfContrast(inner, '--mixpay-color or --mixpay-background');
}

/** What a name is, however it is spelled. */
function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

/** The names that say what is bought. */
const SOLD = WHAT.slice(0, 6).map(plain);

function propertyOf(button: MixPayButton, attribute: string): string | number | null | undefined {
  return button[attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as 'orderId'];
}

/** Whether a name is another with one letter too many, too few, wrong or out of its place, or the end of it. Short names are too like others. */
function isMeant(given: string, name: string): boolean {
  if (given === name) return true;
  if (name.length < 6 && name !== 'item') return false;
  let from = 0;
  while (given[from] === name[from]) from += 1;
  const [rest, other] = [given.slice(from), name.slice(from)];
  return (
    (given.length > 5 && name.endsWith(given)) ||
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    rest.slice(1) === other.slice(1) ||
    (rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0])
  );
}
