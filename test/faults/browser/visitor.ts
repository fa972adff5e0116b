import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import puppeteer, { type Browser, type BrowserContext, type Frame, type Page } from 'puppeteer-core';
import type { MixPayButton } from '../../../src/element/button/button.js';
import { chromiumArguments, findBrowser } from '../../helpers/browsers.js';
import { residueOf, type Residue } from './residue.js';
import type { FaultShop, PageOptions, PartFault } from './shop.js';
import { appears } from '../../helpers/appears.js';

export type DrivenEngine = 'chromium' | 'firefox';

/** A browser as people have it: with its popup blocker, and with the memory that Back and Forward use. */
export async function openRealBrowser(engine: DrivenEngine): Promise<Browser | undefined> {
  const executablePath = findBrowser(engine);
  if (executablePath === undefined) return undefined;
  if (engine === 'firefox')
    return puppeteer.launch({ browser: 'firefox', executablePath, extraPrefsFirefox: { 'dom.disable_open_during_load': true } });
  return puppeteer.launch({
    browser: 'chrome',
    executablePath,
    args: [...chromiumArguments(), '--host-resolver-rules=MAP shop.test 127.0.0.1'],
    ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-back-forward-cache'],
  });
}

interface Notes {
  events: string[];
  opened: string[];
  violations: number;
  persisted: boolean;
}

export interface Seen {
  state: string;
  label: string;
  events: string[];
  opened: string[];
  /** Of the Content-Security-Policy. */
  violations: number;
  /** Whether Back found the page in the browser's memory. */
  persisted: boolean;
  dialog: boolean;
  qr: boolean;
  /** Whether it can be paid now: by the QR code, or at the checkout. */
  payable: boolean;
  /** Whether a phone's camera reads the link off the screen. */
  scanned: boolean;
  /** What the dialog says. */
  status: string;
  link: boolean;
  /** How often the endpoint was asked since this visitor came. */
  creates: number;
  /** Tabs and windows. */
  windows: number;
  /** Whether the page is a checkout, and how many windows are. */
  atCheckout: boolean;
  checkouts: number;
  /** Whether the checkout, or the code shown, is the one that was seen before. */
  sameCode: boolean;
  /** Whether the sentence of last resort, or the floor, can be seen. */
  floor: boolean;
  /** What the other tab says. */
  elsewhere: string;
  /** Whether the fallback child can be seen, and how high the element is. */
  fallback: boolean;
  height: number;
  /** What a thousand buttons left behind, as the browser counts it. */
  residue: Residue;
}

/** Somebody with a browser of their own. Each method is a verb of the fault list. */
export class Visitor {
  readonly #shop: FaultShop;
  readonly #context: BrowserContext;
  readonly #before: number;
  #page: Page | undefined;
  #other: Page | undefined;
  #frame: Frame | undefined;
  #path = '';
  #code = '';
  #residue: Residue | undefined;
  #scanned = false;

  private constructor(shop: FaultShop, context: BrowserContext) {
    this.#shop = shop;
    this.#context = context;
    this.#before = shop.creates;
  }

  static async arrive(shop: FaultShop, browser: Browser): Promise<Visitor> {
    shop.renew();
    return new Visitor(shop, await browser.createBrowserContext());
  }

  async visits(options: PageOptions = {}, host = '127.0.0.1'): Promise<void> {
    this.#path = this.#shop.origin.replace('127.0.0.1', host) + this.#shop.page(options);
    this.#page = await this.#context.newPage();
    await this.#page.goto(this.#path, { waitUntil: options.script === 'late' ? 'domcontentloaded' : 'load' });
  }

  /** The same page inside a page of another origin. */
  async visitsInAFrame(options: PageOptions = {}, sandbox = ''): Promise<void> {
    const inner = this.#shop.origin + this.#shop.page(options);
    const outer = this.#shop.page({
      script: 'none',
      body: `</mixpay-button><iframe src="${inner}" ${sandbox} width="600" height="400"></iframe>`,
    });
    this.#page = await this.#context.newPage();
    await this.#page.goto(this.#shop.origin.replace('127.0.0.1', 'localhost') + outer);
    this.#frame = await this.#page.waitForFrame(inner);
  }

  /** The same page on another origin than its endpoint. */
  async visitsElsewhere(options: PageOptions = {}): Promise<void> {
    const attributes = { endpoint: `${this.#shop.origin}/api/mixpay`, 'checkout-base': `${this.#shop.origin}/sandbox/code/` };
    await this.visits({ ...options, attributes: { ...attributes, ...options.attributes } }, 'localhost');
  }

  /** From the next load on the payment part is not to be had; or it is again. */
  async loses(fault: PartFault | 'found'): Promise<void> {
    this.#shop.spoil(this.#path, fault === 'found' ? 'whole' : `part ${fault}`);
    if (isCheckout(this.page.url())) return;
    this.#code = await this.#codeShown();
    await this.reloads();
  }

  /** The same page, in a browser in which something is missing. */
  async visitsWithout(what: 'randomUUID' | 'storage' | 'scripts', options: PageOptions = {}): Promise<void> {
    this.#path = this.#shop.origin + this.#shop.page(options);
    const page = (this.#page = await this.#context.newPage());
    if (what === 'scripts') await page.setJavaScriptEnabled(false);
    else if (what === 'randomUUID') await page.evaluateOnNewDocument(() => void Reflect.deleteProperty(Crypto.prototype, 'randomUUID'));
    else
      await page.evaluateOnNewDocument(() => {
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('denied', 'SecurityError');
            },
          });
      });
    await page.goto(this.#path);
  }

  /** Slow 3G on a device six times as slow as this one, from the first byte on. */
  async visitsOnAnOldPhone(options: PageOptions = {}): Promise<void> {
    const page = await this.#context.newPage();
    const client = await page.createCDPSession();
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    });
    await page.emulateCPUThrottling(6);
    this.#path = this.#shop.origin + this.#shop.page(options);
    this.#page = page;
    await page.goto(this.#path, { waitUntil: 'domcontentloaded' });
  }

  /** Holds a phone's camera to the screen. */
  async scans(): Promise<void> {
    await this.waits({ qr: true });
    const { data, width, height } = PNG.sync.read(Buffer.from(await this.page.screenshot()));
    const url = jsQR(new Uint8ClampedArray(data), width, height)?.data;
    this.#scanned = url !== undefined && codeOf(url) === (await this.#codeShown());
  }

  async sets(name: string, value: string): Promise<void> {
    await this.page.$eval(
      'mixpay-button',
      (button, ...given: string[]) => button.setAttribute(given[0] ?? '', given[1] ?? ''),
      name,
      value,
    );
  }

  slow(milliseconds: number): void {
    this.#shop.delay = milliseconds;
  }

  async press(times = 1): Promise<void> {
    const target = this.#frame ?? this.page;
    await (await appears(target, 'mixpay-button >>> [part=button]')).click({ count: times });
  }

  /** The page's own script presses, which is no gesture of the visitor's. */
  async scriptPresses(): Promise<void> {
    // What a driver evaluates counts as a gesture; what a page does on its own does not.
    await this.page.goto(`${this.#path}#press`);
  }

  async holdsEnter(): Promise<void> {
    await (await appears(this.page, 'mixpay-button >>> button')).focus();
    for (let repeat = 0; repeat < 20; repeat++) await this.page.keyboard.down('Enter');
    await this.page.keyboard.up('Enter');
  }

  async submits(): Promise<void> {
    await Promise.all([this.page.waitForNavigation(), this.page.click('form button')]);
  }

  /** The payment is made, wherever the payer made it. */
  async pays(change: 'success' | 'confirming' = 'success'): Promise<void> {
    if (this.#code === '') await this.waits({ link: true });
    if (this.#code === '') this.#code = await this.#codeShown();
    await this.#shop.sandbox.control(this.#code, { status: change });
  }

  /** Waits for the checkout in this tab. */
  async leaves(): Promise<void> {
    await this.waits({ atCheckout: true });
    this.#code = codeOf(this.page.url());
  }

  async goesBack(): Promise<void> {
    // Puppeteer's own "back" waits for a load that a page kept in memory never makes: https://github.com/puppeteer/puppeteer/issues/8182
    await this.page.evaluate(() => setTimeout(() => history.back()));
    await this.waits({ atCheckout: false });
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    const inner = this.#frame?.url();
    if (inner !== undefined) this.#frame = await this.page.waitForFrame(inner);
  }

  async reopens(): Promise<void> {
    const old = this.page;
    this.#page = await this.#context.newPage();
    await old.close();
    await this.#page.goto(this.#path);
  }

  async opensAnotherTab(): Promise<void> {
    this.#other = await this.#context.newPage();
    await this.#other.goto(this.#path);
    await this.page.bringToFront();
  }

  async looksAtTheOtherTab(): Promise<void> {
    await this.#other?.bringToFront();
  }

  /** A thousand buttons come and go: at rest, asking, open, with their dialog open, moved. */
  async mountsAThousand(): Promise<void> {
    this.#residue = await residueOf(this.page, 1000);
  }

  /** Waits until what is demanded can be seen. @throws with what was seen instead */
  async waits(then: Partial<Seen>): Promise<void> {
    const deadline = Date.now() + 12_000;
    for (;;) {
      const seen = await this.#see().catch((error: unknown) => ({ error: String(error) }) as Partial<Seen>);
      const wrong = Object.entries(then).filter(([name, value]) => JSON.stringify(seen[name as keyof Seen]) !== JSON.stringify(value));
      if (wrong.length === 0) return;
      if (Date.now() > deadline)
        throw new Error(`expected ${JSON.stringify(Object.fromEntries(wrong))}, saw ${JSON.stringify(seen).slice(0, 2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async departs(): Promise<void> {
    this.#shop.delay = 0;
    await this.#context.close();
  }

  private get page(): Page {
    if (this.#page === undefined) throw new Error('expected the visitor to visit a page first');
    return this.#page;
  }

  async #codeShown(): Promise<string> {
    const href = await (this.#frame ?? this.page).$eval('mixpay-button >>> [part=link]', (link) => link.getAttribute('href') ?? '');
    return codeOf(href);
  }

  async #see(): Promise<Seen> {
    const atCheckout = isCheckout(this.page.url());
    const inPage = atCheckout ? {} : await (this.#frame ?? this.page).evaluate(look);
    const other = await this.#other?.evaluate(look);
    return {
      ...inPage,
      atCheckout,
      payable: atCheckout || inPage.qr === true,
      elsewhere: other?.state ?? '',
      creates: this.#shop.creates - this.#before,
      windows: (await this.#context.pages()).length,
      checkouts: (await this.#context.pages()).filter((page) => isCheckout(page.url())).length,
      residue: this.#residue,
      scanned: this.#scanned,
      sameCode: this.#code !== '' && (atCheckout ? codeOf(this.page.url()) : await this.#codeShown().catch(() => '')) === this.#code,
    } as Seen;
  }
}

function codeOf(url: string): string {
  return url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
}

function isCheckout(url: string): boolean {
  return url.includes('/sandbox/code/');
}

function look(): Partial<Seen> {
  const button = document.querySelector<MixPayButton>('mixpay-button');
  const inside = (selector: string): Element | null => button?.shadowRoot?.querySelector(selector) ?? null;
  const notes = (globalThis as unknown as { notes?: Notes }).notes ?? { events: [], opened: [], violations: 0, persisted: false };
  return {
    ...notes,
    state: button?.state ?? '',
    label: inside('[part=label]')?.textContent.trim() ?? '',
    dialog: inside('dialog[open]') !== null,
    status: inside('[part=status]')?.textContent.trim() ?? '',
    qr: inside('[part=qr-code]') !== null,
    link: inside('[part=link]') !== null,
    floor: inside('[part=floor]') !== null,
    fallback: (document.querySelector('[slot=fallback]')?.getClientRects().length ?? 0) > 0,
    height: Math.round(button?.getBoundingClientRect().height ?? 0),
  };
}
