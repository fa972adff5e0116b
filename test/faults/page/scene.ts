import type { MixPayButton } from '../../../src/element/button/button.js';
import * as dialogModule from '../../../src/element/payment/dialog.js';
import { MixPayRequestEvent, type MixPayErrorEvent } from '../../../src/element/button/events.js';
import type { MixPayOpenEvent } from '../../../src/element/payment/events.js';
import type { PaymentPart } from '../../../src/element/button/seam.js';
import type { KeyValue } from '../../../src/core/key-value.js';
import { MixPayError } from '../../../src/core/errors.js';
import { MemoryStorage, RefusedStorage } from '../../helpers/begin-checkout.js';
import { byHand, CODE } from '../../helpers/fake-endpoint.js';
import { inside, listen, mountButton, openShop, ORDER, part, press, words, type Shop } from '../../element/helpers/mount-button.js';
import { replyOf, type Reply } from './replies.js';
import { Surroundings } from './surroundings.js';

export const LINK = `https://mixpay.me/code/${CODE}`;

/** What can be asked of a scene; a fault names those that must hold. */
export interface Facts {
  state: string;
  /** The states of all buttons, in the order they were mounted. */
  states: string[];
  label: string;
  status: string;
  amount: string;
  /** How often the endpoint was asked to create, and for the status. */
  creates: number;
  reads: number;
  /** How many different idempotency keys it saw: as many as there are payments. */
  keys: number;
  /** How many creates were given up. */
  aborted: number;
  /** Event types without "mixpay-", in order; `status` is left out. */
  events: string[];
  /** Each `mixpay-open`: "qr", or "qr because popup_blocked". */
  opened: string[];
  errors: string[];
  /** Where reserved windows went, and where the page went. */
  windows: string[];
  left: number;
  /** How the calls of `pay()` ended. */
  outcomes: string[];
  dialog: boolean;
  modal: boolean;
  /** The plain link, wherever it is. */
  link: string | undefined;
  trusted: number;
  /** The last create's body. */
  sent: Record<string, unknown> | undefined;
  /** Forms that were posted: where to, and with which fields. */
  forms: { inWindow: boolean; fields: Record<string, string> }[];
  /** How many different keys forms and requests carried for a button without ids. */
  traces: number;
}

export interface Holds extends Partial<Facts> {
  /** Parts that are there, and parts that are not. */
  shows?: string[];
  hides?: string[];
  /** Words somewhere in the button or its dialog. */
  says?: string;
  saysNot?: string;
  /** Words of the last error's message, or of the console. */
  message?: string;
  console?: string;
}

/** A reply, or simply a status. */
type Told = Exclude<Reply, string> | string;

/** One or more tabs with buttons in them, an endpoint behind, and a payer. Each method is a verb of the fault list. */
export class Scene {
  readonly around = new Surroundings();
  #storage: KeyValue | undefined | 'memory' = 'memory';
  #chunk: boolean | 'never' = true;
  #part: 'comes' | 'lost' | 'lost once' | 'never' | 'foreign' | 'half' = 'comes';
  #partArrives: (() => void) | undefined;
  #chunkArrives: (() => void) | undefined;
  #shop: Shop;
  readonly #shops: Shop[] = [];
  #old: MixPayButton | undefined;
  readonly #buttons = new Map<string, { button: MixPayButton; attributes: Record<string, string> }>();
  readonly #heard = listen();
  readonly #pending: ((response: Response) => void)[] = [];
  readonly #outcomes: string[] = [];

  constructor() {
    this.#shop = this.#openShop();
  }

  // The shop's endpoint

  answers(...replies: Reply[]): void {
    this.#shop.endpoint.willAnswer(...replies.map((reply) => replyOf(reply, () => this.#later())));
  }

  tells(...replies: Told[]): void {
    const known = ['lost', 'never', 'later', 'html', 'empty'];
    const read = (reply: Told): Reply => (typeof reply === 'string' && !known.includes(reply) ? { status: reply } : (reply as Reply));
    this.#shop.endpoint.willTell(...replies.map((reply) => replyOf(read(reply), () => this.#later())));
  }

  /** An answer promised as `later` comes in, unless nobody waits for it any more. */
  arrives(reply: Reply = 'created'): void {
    const answer = replyOf(reply, () => this.#later());
    if (answer instanceof Error) throw answer;
    void Promise.resolve(answer).then((response) => this.#pending.shift()?.(response));
  }

  /** The shop's script says no once, or changes the order. */
  cancels(type: 'mixpay-request' | 'mixpay-open'): void {
    document.addEventListener(type, (event) => event.preventDefault(), { once: true });
  }

  amends(order: Record<string, string | undefined>): void {
    this.#onRequest((event) => Object.assign(event.order, order));
  }

  rejects(): void {
    this.#onRequest((event) => event.waitUntil(Promise.reject(new Error('session over'))));
  }

  // The page

  async mount(attributes: Record<string, string> = {}, which = 'one'): Promise<void> {
    const all = { ...ORDER, locale: 'en', ...attributes };
    this.#buttons.set(which, { button: await mountButton(all), attributes: all });
  }

  unmount(which = 'one'): void {
    this.#button(which).remove();
  }

  /** The framework takes the element out and puts another one in: one render later, or at once as StrictMode does. */
  async remounts(which = 'one'): Promise<void> {
    const { button, attributes } = this.#entry(which);
    button.remove();
    await this.mount(attributes, which);
  }

  /** A copy takes the element's place in one go, as morphing libraries and page caches do. */
  copies(which = 'one'): void {
    const { button, attributes } = this.#entry(which);
    const copy = document.importNode(button, true);
    button.replaceWith(copy);
    this.#buttons.set(which, { button: copy, attributes });
  }

  /** A copy comes beside the element, which is still there for a while: as route animations and view transitions do. */
  comesBeside(which = 'one'): void {
    const { button, attributes } = this.#entry(which);
    const copy = document.importNode(button, true);
    button.after(copy);
    this.#buttons.set(which, { button: copy, attributes });
    this.#old = button;
  }

  oldGoes(): void {
    this.#old?.remove();
  }

  oldReturns(which = 'one'): void {
    if (this.#old !== undefined) this.#button(which).after(this.#old);
  }

  /** A page that keeps its views takes the one with both out, and puts it back later. */
  async bothLeaveAndReturn(which = 'one'): Promise<void> {
    const copy = this.#button(which);
    const parent = copy.parentElement;
    this.#old?.remove();
    copy.remove();
    await this.settle();
    if (this.#old !== undefined) parent?.append(this.#old, copy);
  }

  /** The same element goes elsewhere in the page. */
  moves(which = 'one'): void {
    const place = document.createElement('section');
    const button = this.#button(which);
    button.parentElement?.append(place);
    place.append(button);
  }

  /** The same element, out and in again with a render in between. */
  async leavesAndReturns(which = 'one'): Promise<void> {
    const button = this.#button(which);
    const parent = button.parentElement;
    button.remove();
    await this.settle();
    parent?.append(button);
  }

  set(attributes: Record<string, string>, which = 'one'): void {
    for (const [name, value] of Object.entries(attributes)) this.#button(which).setAttribute(name, value);
  }

  /** The page is loaded again in the same tab. */
  async reloads(): Promise<void> {
    await this.#loadAgain(this.#shop);
  }

  /** The same, with the attributes as they are now. */
  async reloadsAsItIs(): Promise<void> {
    for (const entry of this.#buttons.values())
      entry.attributes = Object.fromEntries([...entry.button.attributes].map(({ name, value }) => [name, value]));
    await this.reloads();
  }

  /** The tab is closed, and the page opened in a new one. */
  async reopens(): Promise<void> {
    await this.#loadAgain({ ...this.#shop, session: new MemoryStorage() });
  }

  /** What comes now happens in another tab of the same browser. */
  inAnotherTab(): void {
    this.#shop = this.#openShop({ ...this.#shop, session: new MemoryStorage() });
  }

  reset(which = 'one'): void {
    this.#button(which).reset();
  }

  // The payer

  press(which = 'one'): void {
    this.#pay(which);
  }

  presses(times: number): void {
    for (let time = 0; time < times; time++) this.#pay('one');
  }

  async choose(name: string, which = 'one'): Promise<void> {
    await this.#shop.clock.advance(400);
    part(this.#button(which), name)?.click();
  }

  /** A second click, before anybody could have seen what is there now. */
  clicks(name: string): void {
    part(this.#button('one'), name)?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, detail: 2 }));
  }

  /** Enter, held down since before the dialog opened: browsers click for every repeated key that is not prevented. */
  async holdsEnter(name: string): Promise<void> {
    await this.#shop.clock.advance(400);
    for (let time = 0; time < 5; time++) {
      const target = part(this.#button('one'), name);
      const key = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, composed: true, cancelable: true });
      if (target?.dispatchEvent(key) === true) target.click();
    }
  }

  escapes(): void {
    inside(this.#button('one'), 'dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  }

  // Time, network, storage, browser

  async advance(milliseconds: number): Promise<void> {
    await this.#shop.clock.advance(milliseconds);
  }

  /** Somebody sets the device's clock. */
  setsClock(milliseconds: number): void {
    this.#shop.clock.set(milliseconds);
  }

  /** The lid is closed and opened again: time passes everywhere, but no timer runs and no event tells of it. */
  sleeps(milliseconds: number): void {
    this.#shop.clock.set(milliseconds);
    this.#shop.endpoint.ahead += milliseconds;
  }

  /** A translator of pages wraps every text of the button in an element of its own, whatever `translate` says. */
  translates(): void {
    const root = this.#button('one').shadowRoot ?? document;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Node[] = [];
    while (walker.nextNode() !== null) texts.push(walker.currentNode);
    for (const text of texts.filter((node) => (node.textContent ?? '').trim() !== '')) {
      const template = document.createElement('template');
      template.innerHTML = '<font><font></font><font></font></font>';
      const sentences = (text.textContent ?? '').split(/(?<=\.) /);
      for (const inner of template.content.querySelectorAll('font font')) inner.append(sentences.splice(0, 1).join(''));
      text.parentNode?.replaceChild(template.content, text);
    }
  }

  /** How the browser came to the page. */
  arrivedBy(type: NavigationTimingType): void {
    this.around.arrivedBy = type;
  }

  goesOffline(): void {
    this.around.online = false;
  }

  goesOnline(): void {
    this.around.online = true;
    window.dispatchEvent(new Event('online'));
  }

  hides(): void {
    this.around.visible = false;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  looks(by: 'visibilitychange' | 'focus' | 'pageshow' = 'visibilitychange'): void {
    this.around.visible = true;
    (by === 'visibilitychange' ? document : window).dispatchEvent(new Event(by));
  }

  /** Before `mount`. */
  storage(kind: 'refused' | 'full' | 'missing'): void {
    const full = new MemoryStorage();
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    this.#storage = kind === 'refused' ? new RefusedStorage() : kind === 'full' ? full : undefined;
    this.#shop = this.#openShop(this.#shop);
  }

  /** Another tab wrote to storage, or emptied it. */
  storageChanges(emptied = false): void {
    if (emptied) this.#shop.local.items.clear();
    const keys = emptied ? [null] : [...this.#shop.local.items.keys()];
    for (const key of keys) window.dispatchEvent(new StorageEvent('storage', { key }));
  }

  /** Somebody else's script was at the stored records. */
  tampers(change: Record<string, unknown> | string): void {
    for (const storage of [this.#shop.local, this.#shop.session]) {
      for (const [name, text] of storage.items) {
        const changed = typeof change === 'string' ? change : JSON.stringify({ ...(JSON.parse(text) as object), ...change });
        storage.items.set(name, changed);
      }
    }
  }

  windows(kind: Surroundings['windowsAre']): void {
    this.around.windowsAre = kind;
  }

  /** Whether the dialog's chunk comes. */
  chunk(comes: boolean | 'never'): void {
    this.#chunk = comes;
  }

  /** The dialog's chunk that hung comes. */
  chunkArrives(): void {
    this.#chunk = true;
    this.#chunkArrives?.();
  }

  /** What becomes of the payment part; before `mount`. `never` hangs until it `partArrives`, `foreign` is another deployment's, `half` broke off. */
  part(kind: 'comes' | 'lost' | 'lost once' | 'never' | 'foreign' | 'half'): void {
    this.#part = kind;
  }

  partArrives(): void {
    this.#part = 'comes';
    this.#partArrives?.();
  }

  /** The shop's script asks for headers of its own. */
  addsHeaders(): void {
    this.#onRequest((event) => event.headers.set('Authorization', 'Bearer x'));
  }

  /** The browser tells of a violation of the page's Content-Security-Policy. */
  forbids(effectiveDirective: string): void {
    document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', { effectiveDirective }));
  }

  hovers(): void {
    inside(this.#button('one'), 'button')?.dispatchEvent(new Event('pointerenter'));
  }

  clipboard(kind: Surroundings['clipboard']): void {
    this.around.clipboard = kind;
  }

  browses(device: { userAgent?: string; coarse?: boolean; narrow?: boolean }): void {
    Object.assign(this.around, device);
  }

  /** A message from the frame or from elsewhere. */
  hears(
    from: 'frame' | 'elsewhere',
    origin: 'checkout' | 'evil',
    data: unknown = { type: 'MIXPAY_PAYMENT', data: { status: 'success' } },
  ): void {
    const frame = inside(this.#button('one'), 'iframe') as HTMLIFrameElement | null;
    const source = from === 'frame' ? (frame?.contentWindow ?? null) : window;
    const said = origin === 'checkout' ? new URL(frame?.src ?? LINK).origin : 'https://evil.example';
    window.dispatchEvent(new MessageEvent('message', { data, source, origin: said }));
  }

  /** Lets everything that has been set off come to rest. */
  async settle(): Promise<void> {
    await this.#shop.clock.advance(0);
    for (const { button } of this.#buttons.values()) await button.updateComplete;
  }

  /** All that can be seen of the scene now. */
  facts(): Facts {
    const { button } = this.#entry('one');
    const { creates, reads } = this.#shop.endpoint;
    const opened = this.#heard.events.filter((event): event is MixPayOpenEvent => event.type === 'mixpay-open');
    const dialog = inside(button, 'dialog') as HTMLDialogElement | null;
    return {
      state: button.state,
      states: [...this.#buttons.values()].map((entry) => entry.button.state),
      label: plain(words(button, 'label')),
      status: plain(words(button, 'status')),
      amount: plain(words(button, 'amount')),
      creates: creates.length,
      reads: reads.length,
      keys: new Set(creates.map((request) => request.headers.get('Idempotency-Key'))).size,
      aborted: creates.filter((request) => request.signal?.aborted === true).length,
      events: this.#heard.types.map((type) => type.slice('mixpay-'.length)).filter((type) => type !== 'status'),
      opened: opened.map(({ mode, reason }) => (reason === undefined ? mode : `${mode} because ${reason}`)),
      errors: this.#errors().map(({ code }) => code),
      windows: this.around.windows.map(({ fate }) => fate),
      left: this.#shop.left.length,
      outcomes: [...this.#outcomes],
      dialog: dialog?.open === true,
      modal: dialog?.matches(':modal') === true,
      link: part(button, 'link')?.getAttribute('href') ?? undefined,
      trusted: this.around.windows.filter(({ opener }) => opener !== null).length,
      sent: creates.at(-1)?.body,
      forms: this.around.forms,
      traces: new Set([...this.around.forms.map(({ fields }) => fields['traceId']), ...creates.map(({ body }) => body['traceId'])]).size,
    };
  }

  /** What of the other demands does not hold. */
  failures({ shows = [], hides = [], says, saysNot, message, console: logged }: Holds): string[] {
    const { button } = this.#entry('one');
    const text = plain(button.shadowRoot?.textContent ?? '');
    const failures = [
      ...shows.filter((name) => part(button, name) === null).map((name) => `expected part ${name}, found none`),
      ...hides.filter((name) => part(button, name) !== null).map((name) => `expected no part ${name}, found one`),
    ];
    if (says !== undefined && !text.includes(plain(says))) failures.push(`expected the words "${says}", read "${text}"`);
    if (saysNot !== undefined && text.includes(plain(saysNot))) failures.push(`did not expect the words "${saysNot}"`);
    const last = this.#errors().at(-1)?.message ?? 'no error';
    if (message !== undefined && !last.includes(message)) failures.push(`expected an error about "${message}", got "${last}"`);
    if (logged !== undefined && !this.around.console.join('\n').includes(logged)) failures.push(`expected "${logged}" in the console`);
    return failures;
  }

  /** Takes everything away, and returns what must be true after any fault: nothing is left, nothing was thrown, nothing foreign opened. */
  async end(): Promise<{ timers: number; thrown: string[]; foreign: string[]; untyped: number; undeservedSuccess: boolean }> {
    const opened = this.#heard.events.filter((event): event is MixPayOpenEvent => event.type === 'mixpay-open').map(({ url }) => url);
    const gone = [...opened, ...this.#shops.flatMap(({ left }) => left), ...this.around.windows.map(({ fate }) => fate)];
    for (const { button } of this.#buttons.values()) button.remove();
    this.#old?.remove();
    await this.settle();
    this.#heard.stop();
    this.around.restore();
    return {
      timers: this.#shop.clock.waiting,
      thrown: this.around.thrown,
      foreign: gone.filter((url) => !/^(?:closed|waiting|https:\/\/mixpay\.me\/code\/[A-Za-z0-9_-]{1,64})$/.test(url)),
      untyped: this.#errors().filter((error) => !(error instanceof MixPayError)).length,
      undeservedSuccess: this.#heard.types.includes('mixpay-success') && this.#shop.endpoint.reads.length === 0,
    };
  }

  #onRequest(act: (event: MixPayRequestEvent) => void): void {
    const hear = (event: Event): void => {
      if (event instanceof MixPayRequestEvent) act(event);
    };
    document.addEventListener('mixpay-request', hear, { once: true });
  }

  #errors(): MixPayError[] {
    return this.#heard.events.filter((event): event is MixPayErrorEvent => event.type === 'mixpay-error').map(({ error }) => error);
  }

  #pay(which: string): void {
    const button = this.#button(which);
    press(button);
    // Joins what the press began; its end is the press's end.
    if (this.#outcomes.length < 10) {
      const index = this.#outcomes.push('waiting') - 1;
      void button.pay().then(
        ({ outcome }) => (this.#outcomes[index] = outcome),
        (error: unknown) => (this.#outcomes[index] = error instanceof MixPayError ? error.code : String(error)),
      );
    }
  }

  #later(): Promise<Response> {
    const { promise, resolve } = byHand<Response>();
    this.#pending.push(resolve);
    return promise;
  }

  #entry(which: string): { button: MixPayButton; attributes: Record<string, string> } {
    const entry = this.#buttons.get(which);
    if (entry === undefined) throw new Error(`expected a button ${which} to be mounted`);
    return entry;
  }

  #button(which: string): MixPayButton {
    return this.#entry(which).button;
  }

  async #loadAgain(shop: Shop): Promise<void> {
    for (const { button } of this.#buttons.values()) button.remove();
    await this.settle();
    this.#shop = this.#openShop(shop);
    for (const [which, { attributes }] of [...this.#buttons]) await this.mount(attributes, which);
  }

  #fetchPart(part: PaymentPart): Promise<PaymentPart> {
    const kind = this.#part;
    if (kind === 'lost once') this.#part = 'comes';
    if (kind === 'lost' || kind === 'lost once') return Promise.reject(new TypeError('Failed to fetch module'));
    if (kind === 'half') return Promise.resolve({ SEAM: part.SEAM } as PaymentPart);
    if (kind === 'foreign') return Promise.resolve({ ...part, SEAM: -1 });
    return kind === 'comes' ? Promise.resolve(part) : new Promise((resolve) => (this.#partArrives = () => resolve(part)));
  }

  #openShop(shop: Partial<Shop> = {}): Shop {
    const storage = this.#storage === 'memory' ? {} : { local: this.#storage, session: this.#storage };
    const opened = openShop(shop, {
      importDialog: () => {
        if (this.#chunk === 'never') return new Promise((resolve) => (this.#chunkArrives = () => resolve(dialogModule)));
        return this.#chunk ? Promise.resolve(dialogModule) : Promise.reject(new TypeError('Failed to fetch module'));
      },
      wrapPart: (part) => this.#fetchPart(part),
      ...storage,
    });
    this.#shops.push(opened);
    return opened;
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
