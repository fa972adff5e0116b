import type { MixPayButton } from '../../../src/element/button/button.js';
import { dialogOpens, listen, mountButton, openShop, ORDER, press, shows, type Shop } from './mount-button.js';

/** A page with a shop behind it, and all that is heard there. */
export interface Visit {
  shop: Shop;
  heard: ReturnType<typeof listen>;
}

const listening: Visit['heard'][] = [];

/** Such a page before each test of a suite; after it nobody listens there any more. */
export function visitEach(begin: (visit: Visit) => void): void {
  beforeEach(() => begin(visit()));
  afterEach(() => {
    for (const heard of listening.splice(0)) heard.stop();
  });
}

/** A page, within such a suite. Of a shop that was visited before it is that page after a reload. */
export function visit(before?: Shop): Visit {
  const shop = openShop(before);
  const heard = listen();
  listening.push(heard);
  return { shop, heard };
}

/** Presses a button whose dialog opens. */
export async function openDialog(button: MixPayButton): Promise<HTMLDialogElement> {
  press(button);
  return dialogOpens(button);
}

/** Presses a button whose payment then is open, in its dialog. */
export async function openPayment(button: MixPayButton): Promise<HTMLDialogElement> {
  const dialog = await openDialog(button);
  await shows(button, () => button.state === 'open', 'the payment to be open');
  return dialog;
}

/** A button whose payment is open. */
export async function mountOpen(attributes: Record<string, string> = ORDER): Promise<MixPayButton> {
  const button = await mountButton(attributes);
  await openPayment(button);
  return button;
}
