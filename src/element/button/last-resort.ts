import { orUndefined } from '../../core/or-undefined.js';
import { MixPayError } from '../../core/mixpay-error.js';
import { STORED } from '../../core/key-value.js';
import { parseUrl } from '../../core/parse-url.js';
import { uuid } from '../../core/uuid.js';
import { readOrder, TARGET, text } from './attributes.js';
import type { MixPayButton } from './button.js';
import { make } from './elements.js';
import { MixPayErrorEvent, MixPayRequestEvent } from './events.js';
import type { ButtonPage } from './page.js';
import type { Click } from './seam.js';

/**
 * Without the payment part: posts the form that the endpoint answers with a redirect to the checkout, in the reserved
 * window or in this tab.
 * @returns whether it was sent; not, where the shop canceled or the press was dropped
 * @throws MixPayError where no form would do
 */
export async function postForm(button: MixPayButton, page: ButtonPage, click: Click): Promise<boolean> {
  const { mode, reserved } = click;
  const event = new MixPayRequestEvent(readOrder(button, document.baseURI, mode === 'redirect' ? location.href : undefined));
  button.dispatchEvent(event);
  try {
    await event.settled();
  } catch (cause) {
    throw new MixPayError('refused', `mixpay-request failed: ${String(cause)}`, { retryable: true, cause });
  }
  if (event.defaultPrevented || click.dropped) return false;
  const { order } = event;
  const action = parseUrl(button.endpoint, document.baseURI);
  if (action === undefined || !/^http/.test(action.protocol)) throw lost('endpoint is no http address');
  if ([...event.headers].length > 0) throw lost('forms carry no headers');
  // Written down before it is sent, so that Back, or the payment part when it comes, asks for the same payment.
  if (order.orderId === undefined && order.traceId === undefined) {
    order.traceId = readKey(page, button) ?? uuid(crypto);
    writeKey(page, button, order.traceId);
  }
  const drawn = reserved?.document;
  if (drawn === undefined) {
    reserved?.close();
    if (window.top !== window) throw lost('no window opened');
  }
  const owner = drawn ?? document;
  const form = owner.createElement('form');
  form.method = 'post';
  form.action = action.href;
  form.hidden = true;
  for (const [name, value] of Object.entries(order as Record<string, string | number | undefined>)) {
    if (value !== undefined) form.append(make('input', { name, value: String(value) }));
  }
  owner.body.append(form);
  return new Promise((resolve, reject) => {
    // Until the page is left nothing is posted again; where it is not, or Back brings it back, the button works again.
    const release = (click.release = (): void => {
      cancel();
      removeEventListener('pageshow', release);
      resolve(true);
    });
    const cancel = page.clock.after(drawn === undefined ? 10_000 : 200, release);
    addEventListener('pageshow', release);
    owner.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      if (effectiveDirective !== 'form-action') return;
      reject(lost('form-action of the Content-Security-Policy forbids it'));
      release();
    });
    form.submit();
    form.remove();
  });
}

/** Tells what went wrong to the page and the console. */
export function tell(button: MixPayButton, error: MixPayError): void {
  console.error('<mixpay-button>', error);
  button.dispatchEvent(new MixPayErrorEvent(error));
}

function lost(reason: string): MixPayError {
  return new MixPayError('unreachable', `The payment part is missing, and ${reason}.`, { retryable: true });
}

/** The key of a button's payment where the page gave no ids: kept for this tab, by what the button says and its place among those that say the same. */
export function readKey(page: ButtonPage, button: MixPayButton): string | undefined {
  // Storage may be refused, or nothing that can be read written down.
  return orUndefined(() => (JSON.parse(page.session?.getItem(nameOf(page, button)) ?? '') as { key: string }).key);
}

/** Writes a key down. Where storage is refused or full it lives as long as the page. */
export function writeKey(page: ButtonPage, button: MixPayButton, key: string): void {
  orUndefined(() => page.session?.setItem(nameOf(page, button), JSON.stringify({ key, createdAt: page.clock.now() })));
}

export function nameOf({ buttons }: ButtonPage, button: MixPayButton): string {
  const says = (other: MixPayButton): string => JSON.stringify(TARGET.map((name) => text(other[name])));
  return `${STORED}key:${says(button)}${[...buttons.keys()].filter((other) => says(other) === says(button)).indexOf(button)}`;
}
