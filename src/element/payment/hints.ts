import { quoted } from '../../core/errors.js';
import { parseUrl } from '../../core/parse-url.js';
import { isLoopback } from '../../core/url.js';
import { kebab, text } from '../button/attributes.js';
import type { MixPayButton } from '../button/button.js';
import { warnOfContrast } from './contrast.js';
import { isSpelling, bareName, BOUGHT, unknownAttributes } from './misspelt.js';

export { warnOfContrast } from './contrast.js';

/*
 * Hints for developers, in the console. A file of its own, because payers never load it: see `isDeveloping`. Nothing waits for it,
 * and without it everything works as well.
 */

/** What only the server may decide, as attributes without dashes. One in the markup is warned of. */
const SERVER_ONLY = /^(payeeid|settlement(assetid|memo)|strictmode|callback(url|event))$/;

/** The words that these attributes take; those of `mode` are in opening.ts, too. */
const WORDS = {
  mode: 'auto qr redirect tab popup embed',
  size: 'small medium large',
  theme: 'auto light dark',
  variant: 'brand black white outline',
  verb: 'pay buy checkout donate order subscribe tip',
};

const diagnosed = new WeakSet<MixPayButton>();

/** Warns the developer, once for each button, of what has no effect or does harm in this page. */
export function diagnose(button: MixPayButton, view: Pick<Window, 'origin' | 'location'> = window): void {
  if (diagnosed.has(button)) return;
  diagnosed.add(button);
  for (const [name, words] of Object.entries(WORDS)) {
    const given = text(button[name as keyof typeof WORDS]);
    if (given !== undefined && !words.split(' ').includes(given)) warn(`${name}: expected one of ${words}, received ${quoted(given)}.`);
  }
  // Such a page sends `Origin: null`, as any other page without an origin does, so that no endpoint can accept it.
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
  for (const name of unknownAttributes(button)) {
    if (SERVER_ONLY.test(bareName(name))) {
      warn(`${name}: expected on your server, found in the page, where it has no effect. Give it to createPaymentHandler instead.`);
    }
    const meant = properties.find((property) => isSpelling(name, property));
    // A misspelt name of what is bought is an error already: see `refuseMisspelt`.
    if (meant === undefined || BOUGHT.includes(meant) || text(button[meant]) === text(button.getAttribute(name))) continue;
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
