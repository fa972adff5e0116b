import { quoted } from '../../core/errors.js';
import { parseUrl } from '../../core/parse-url.js';
import { isLoopback } from '../../core/url.js';
import { text } from '../button/attributes.js';
import type { MixPayButton } from '../button/button.js';
import { warnOfContrast } from './contrast.js';
import { isMeant, kebab, plain, SOLD, strangersOf } from './misspelt.js';

export { warnOfContrast } from './contrast.js';

/*
 * What only a developer needs to be told. It is a file of its own, which payers never load: see `isDeveloping`. Nothing waits for
 * it, and without it everything works as well.
 */

/** Attributes that only the server may decide. Found in the markup, each earns a warning. */
const SERVER_ONLY = /^(payeeid|settlement(assetid|memo)|strictmode|callback(url|event))$/;

/** The words that some attributes take. */
const WORDS = {
  mode: 'auto qr redirect tab popup embed',
  size: 'small medium large',
  theme: 'auto light dark',
  variant: 'brand black white outline',
  verb: 'pay buy checkout donate order subscribe tip',
};

const diagnosed = new WeakSet<MixPayButton>();

/** Tells the developer, once for each button, of what has no effect in a page. */
export function diagnose(button: MixPayButton, view: Pick<Window, 'origin' | 'location'> = window): void {
  if (diagnosed.has(button)) return;
  diagnosed.add(button);
  for (const [name, words] of Object.entries(WORDS)) {
    const given = text(button[name as keyof typeof WORDS]);
    if (given !== undefined && !words.split(' ').includes(given)) warn(`${name}: expected one of ${words}, received ${quoted(given)}.`);
  }
  // Its requests say `Origin: null`, which could be anybody's page.
  if (view.origin === 'null') {
    warn(
      view.location.protocol === 'file:'
        ? 'this page was opened from a file, and no endpoint accepts that. Open it through a web server, such as npx serve.'
        : 'this page is in a frame without an origin, and no endpoint accepts that. Add allow-same-origin to the frame’s sandbox attribute.',
    );
  }
  const checkout = parseUrl(button.checkoutBase, document.baseURI);
  const page = parseUrl(view.origin);
  if (checkout !== undefined && isLoopback(checkout) && (page === undefined || !isLoopback(page))) {
    warn(`checkout-base: ${checkout.origin} is the payer’s own machine. Leave it out on a page that others visit.`);
  }
  const properties = [...(button.constructor as typeof MixPayButton).elementProperties.keys()] as 'orderId'[];
  for (const name of strangersOf(button)) {
    if (SERVER_ONLY.test(plain(name))) {
      warn(`${name}: expected on your server, found in the page, where it has no effect. Give it to createPaymentHandler instead.`);
    }
    const meant = properties.find((property) => isMeant(name, property));
    // What says what is bought has been refused.
    if (meant === undefined || SOLD.includes(meant) || text(button[meant]) === text(button.getAttribute(name))) continue;
    warn(`${name}: expected ${kebab(meant)}. It is ignored; rename it.`);
  }
  if (button.querySelector(':scope > :is(a, form):not([slot])') !== null) {
    console.error(
      '<mixpay-button> expected <a> and <form> children to have slot="fallback", found one without: it would sit inside the button.',
    );
  }
  warnOfContrast(button.renderRoot.querySelector('button') as HTMLElement, '--mixpay-color or --mixpay-background');
}

function warn(message: string): void {
  console.warn(`<mixpay-button> ${message}`);
}
