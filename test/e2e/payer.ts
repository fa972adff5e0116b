import { PNG } from 'pngjs';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { appears } from '../helpers/appears.js';
import { readWithJsQr } from './read-code.js';

export type Thing = 'coffee' | 'cup' | 'print' | 'coffee-item' | 'donation';

export const THINGS: readonly Thing[] = ['coffee', 'cup', 'print', 'coffee-item', 'donation'];

/** For tests that wait most of the time, each on one page in a context of its own: they run side by side. */
export const WAITING = { concurrency: 3 } as const;

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 800, isMobile: true, hasTouch: true };

/** A line of the shop's order book as the page shows it. */
export interface Line {
  order: string;
  status: string;
  fulfilments: string;
  words: string;
}

/** Somebody who buys: a browser of their own, with the shop's page open. */
export class Payer {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #openPhone: () => Promise<BrowserContext>;

  private constructor(context: BrowserContext, page: Page, openPhone: () => Promise<BrowserContext>) {
    this.#openPhone = openPhone;
    this.#context = context;
    this.page = page;
  }

  /** @param phone what `onThePhone` takes out: another device, or another window of this browser */
  static async arrive(
    browser: Browser,
    origin: string,
    device: 'desktop' | 'phone' = 'desktop',
    phone: 'other device' | 'same browser' = 'other device',
  ): Promise<Payer> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport(device === 'phone' ? PHONE : DESKTOP);
    await page.goto(origin);
    const payer = new Payer(context, page, () => (phone === 'other device' ? browser.createBrowserContext() : Promise.resolve(context)));
    await payer.#ready();
    return payer;
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /** Chooses in the page's panel how the buttons open the checkout. */
  async choose(mode: string): Promise<void> {
    await this.page.select('#try-it select[name=mode]', mode);
  }

  /** Presses a button of the shop, as often as said, without a pause. */
  async press(thing: Thing, times = 1): Promise<void> {
    await (await appears(this.page, `${button(thing)} >>> [part=button]`)).click({ count: times });
  }

  /** Presses something in the dialog. */
  async pressInDialog(thing: Thing, part: string): Promise<void> {
    await (await appears(this.page, `${button(thing)} >>> [part=${part}]`)).click();
  }

  /** Agrees to the price that the dialog names. A press that comes too soon after it appeared is meant to do nothing. */
  async accept(thing: Thing): Promise<void> {
    const code = `${button(thing)} >>> [part=qr-code]`;
    while ((await this.page.$(code)) === null) {
      await (await this.page.$(`${button(thing)} >>> [part=accept]`))?.click();
      await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
  }

  /** Waits until the button says this. */
  async reads(thing: Thing, words: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, expected) => document.querySelector(selector)?.shadowRoot?.querySelector('[part=label]')?.textContent.trim() === expected,
      {},
      button(thing),
      words,
    );
  }

  /** Waits until the dialog says this where the status stands: as its title, or in the sentence below. */
  async hears(thing: Thing, words: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, expected) => document.querySelector(selector)?.shadowRoot?.querySelector('[part=outcome]')?.textContent.includes(expected),
      {},
      button(thing),
      words,
    );
  }

  /** What is written on the dialog's link. */
  async linkWords(thing: Thing): Promise<string> {
    return this.page.$eval(`${button(thing)} >>> [part=link]`, (link) => link.textContent.trim());
  }

  /** Zooms the page and brings the QR code into view. @returns its device pixels a module, and its width in the window's pixels */
  async looksAtCode(thing: Thing, zoom: number): Promise<{ modules: number; size: number }> {
    await this.page.evaluate((factor) => document.body.style.setProperty('zoom', String(factor)), zoom);
    return this.page.$eval(`${button(thing)} >>> [part=qr-code]`, async (code) => {
      const root = code.getRootNode() as ShadowRoot;
      const host = root.host as HTMLElement & { requestUpdate(): void; updateComplete: Promise<boolean> };
      host.requestUpdate();
      await host.updateComplete;
      code.scrollIntoView({ block: 'end' });
      const { width } = code.getBoundingClientRect();
      return { modules: (width * devicePixelRatio) / (code as SVGSVGElement).viewBox.baseVal.width, size: width };
    });
  }

  /** Reads the QR code off the screen, as a phone would. */
  async scan(thing: Thing): Promise<string> {
    const found = await readWithJsQr(await this.screenWithCode(thing));
    if (found === undefined) throw new Error('expected a QR code on the screen, found none');
    return found;
  }

  /** A picture of the screen, once the QR code stands still on it. */
  async screenWithCode(thing: Thing): Promise<PNG> {
    await appears(this.page, `${button(thing)} >>> [part=qr-code]`);
    // The dialog fades in; a camera would wait, too.
    await this.page.waitForFunction(
      (selector) => {
        const dialog = document.querySelector(selector)?.shadowRoot?.querySelector('dialog');
        return dialog?.getAnimations().every(({ playState }) => playState === 'finished');
      },
      {},
      button(thing),
    );
    return PNG.sync.read(Buffer.from(await this.page.screenshot({ type: 'png' })));
  }

  /** The URL that the last `mixpay-open` named. */
  async opened(thing: Thing): Promise<string> {
    const line = await this.page.waitForSelector(`li[data-event=mixpay-open][data-thing=${thing}] .detail`);
    return (await line?.evaluate(({ textContent }) => textContent.split(' ').at(-1))) ?? '';
  }

  /** How often the page heard an event of this thing's button, since it was loaded. */
  async heard(event: string, thing: Thing): Promise<number> {
    return (await this.page.$$(`#event-log li[data-event=${event}][data-thing=${thing}]`)).length;
  }

  /** The order on a thing's button. */
  async orderOn(thing: Thing): Promise<string> {
    return this.page.$eval(button(thing), (element) => element.getAttribute('order-id') ?? '');
  }

  /** Waits for a line of the order book that fits. */
  async finds(rows: string): Promise<Line> {
    const row = await this.page.waitForSelector(`#order-book tr${rows}`);
    if (row === null) throw new Error(`expected ${rows} in the order book`);
    return row.evaluate((line) => ({
      order: line.getAttribute('data-order') ?? '',
      status: line.getAttribute('data-status') ?? '',
      fulfilments: line.getAttribute('data-fulfilments') ?? '',
      words: [...line.querySelectorAll('td')].map(({ textContent }) => textContent).join(' | '),
    }));
  }

  /** Takes out a phone, opens the link on it and presses what is to happen there. */
  async onThePhone(link: string, ...actions: string[]): Promise<void> {
    const context = await this.#openPhone();
    const phone = await context.newPage();
    await phone.setViewport(PHONE);
    await phone.goto(link);
    for (const action of actions) await pressAction(phone, action);
    await (context === this.#context ? phone.close() : context.close());
    await this.page.bringToFront();
  }

  /** Opens another window of this browser. */
  window(): Promise<Page> {
    return this.#context.newPage();
  }

  /** Stops the service worker, as the browser does when it has nothing to do. The next request starts it again. */
  async stopWorker(): Promise<void> {
    const session = await this.page.createCDPSession();
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  }

  /** Presses a button of the checkout page, which this tab has gone to, and waits for what came of it. */
  async atTheCheckout(...actions: string[]): Promise<void> {
    for (const action of actions) await pressAction(this.page, action);
  }

  /** Follows the checkout's link back to the shop. */
  async comeBack(): Promise<void> {
    await Promise.all([this.page.waitForNavigation(), this.page.locator('[data-action=return]').click()]);
    await this.#ready();
  }

  async #ready(): Promise<void> {
    await this.page.waitForSelector('#order-book tr');
  }
}

function button(thing: Thing): string {
  return `[data-product=${thing}] mixpay-button`;
}

/** The page is loaded anew by each press. */
async function pressAction(page: Page, action: string): Promise<void> {
  const pressed = await page.waitForSelector(`[data-action=${action}]`);
  await Promise.all([page.waitForNavigation(), pressed?.click()]);
}
