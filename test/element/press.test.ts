import { expect } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import type { MixPayRequestEvent } from '../../src/element/button/events.js';
import * as dialogModule from '../../src/element/payment/dialog.js';
import { byHand, created } from '../helpers/fake-endpoint.js';
import { inside, mountButton, openShop, press, type Shop } from './helpers/mount-button.js';

/** Whether the press can be seen: on the button, and in the dialog. */
function drawn(button: MixPayButton): { busy: boolean; dialog: boolean } {
  return { busy: inside(button, '[aria-busy="true"]') !== null, dialog: inside(button, 'dialog[open]') !== null };
}

/** When the task of the press, and all that it put off to its end, is over. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
}

describe('a press, with the payment part there', () => {
  let shop: Shop;
  let button: MixPayButton;
  beforeEach(async () => {
    let arrived = (): void => undefined;
    const here = new Promise<void>((resolve) => (arrived = resolve));
    shop = openShop(
      {},
      {
        importDialog: () => Promise.resolve(dialogModule),
        wrapPart: (part) => {
          arrived();
          return Promise.resolve(part);
        },
      },
    );
    button = await mountButton();
    inside(button, 'button')?.dispatchEvent(new PointerEvent('pointerenter'));
    await here;
    await nextTask();
  });

  it('sends its request before anything of it is drawn', async () => {
    const seen: unknown[] = [];
    shop.endpoint.willAnswer(() => {
      seen.push(drawn(button));
      return created();
    });
    press(button);
    await nextTask();
    expect(seen).to.deep.equal([{ busy: false, dialog: false }]);
  });
  it('is drawn in its own task, whole, when the drawing is waited for', async () => {
    shop.endpoint.willAnswer(byHand<Response>().promise);
    press(button);
    await button.updateComplete;
    expect(drawn(button).busy).to.equal(true);
    await nextTask();
    expect(drawn(button)).to.deep.equal({ busy: true, dialog: true });
    expect(shop.endpoint.creates).to.have.length(1);
  });
  it('is drawn at once also where the shop makes the request wait', async () => {
    const hold = (event: Event): void => (event as MixPayRequestEvent).waitUntil(new Promise(() => undefined));
    document.addEventListener('mixpay-request', hold, { once: true });
    press(button);
    await nextTask();
    expect(drawn(button)).to.deep.equal({ busy: true, dialog: true });
    expect(shop.endpoint.creates).to.have.length(0);
  });
});
