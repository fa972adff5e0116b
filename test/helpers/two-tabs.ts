import { expect } from 'chai';
import fc from 'fast-check';
import { EndpointClient } from '../../src/core/client.js';
import type { Intent } from '../../src/core/intent.js';
import { IntentStore } from '../../src/core/intent-store.js';
import type { KeyValue } from '../../src/core/key-value.js';
import { PaymentFlow } from '../../src/element/payment/flow.js';
import type { Session } from '../../src/element/payment/session.js';
import { target } from './begin-checkout.js';
import { FakeClock, settle } from './fake-clock.js';
import { byHand, FakeEndpoint, type SeenRequest } from './fake-endpoint.js';
import { OrderLedger, type LedgerCode } from './order-ledger.js';

const which = fc.nat(1);
const price = fc.constantFrom('10', '12');
const inTab = (act: 'press' | 'close' | 'accept' | 'reload' | 'sleep' | 'wake' | 'reset') => fc.record({ act: fc.constant(act), which });
const statuses = fc.constantFrom('confirming' as const, 'paid_less' as const, 'success' as const, 'failed' as const);
const outside = (act: 'slow' | 'answer' | 'lose' | 'clear' | 'fill') => fc.record({ act: fc.constant(act) });
const step = fc.oneof(
  { weight: 16, arbitrary: inTab('press') },
  { weight: 5, arbitrary: inTab('accept') },
  { weight: 4, arbitrary: inTab('close') },
  { weight: 3, arbitrary: inTab('reload') },
  { weight: 2, arbitrary: inTab('sleep') },
  { weight: 3, arbitrary: inTab('wake') },
  { weight: 1, arbitrary: inTab('reset') },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('show' as const), which, price: fc.option(price, { nil: undefined }) }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('costs' as const), price }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('pay' as const), which, status: statuses }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(1, 500, 2500, 20_000) }) },
  { weight: 3, arbitrary: outside('slow') },
  { weight: 6, arbitrary: outside('answer') },
  { weight: 1, arbitrary: outside('lose') },
  { weight: 1, arbitrary: outside('clear') },
  { weight: 1, arbitrary: outside('fill') },
);

export type TabsStep = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export const tabsSteps = fc.array(step, { minLength: 6, maxLength: 24 });

/** The storage that all tabs share, which tells each of what the others did. */
class SharedStorage {
  readonly items = new Map<string, string>();
  full = false;
  readonly news: { name: string | null; by: Tab | undefined }[] = [];

  seenBy(tab: Tab): KeyValue {
    return {
      getItem: (name) => this.items.get(name) ?? null,
      setItem: (name, value) => {
        if (this.full) throw new DOMException('full', 'QuotaExceededError');
        if (this.items.get(name) === value) return;
        this.items.set(name, value);
        this.news.push({ name, by: tab });
      },
      removeItem: (name) => {
        if (this.items.delete(name)) this.news.push({ name, by: tab });
      },
    };
  }

  clear(): void {
    this.items.clear();
    this.news.push({ name: null, by: undefined });
  }
}

/** One document of a tab: a reload makes another. It has what a button's session has, without anything drawn. */
class Tab {
  readonly flow: PaymentFlow;
  readonly intents: IntentStore;
  readonly warnings: string[] = [];
  readonly ends = new Map<string, number>();
  readonly #told = new Set<string>();
  awake = true;
  /** The price that whoever sits here has seen and gone on with; undefined: none yet. */
  agreed: string | undefined;
  /** The price of the code shown here last. */
  seen: string | undefined;
  readonly codes = new Set<LedgerCode>();
  goal: Intent;

  constructor(world: TwoTabs, goal: Intent) {
    const { clock, endpoint } = world;
    this.goal = goal;
    this.intents = new IntentStore({ local: world.storage.seenBy(this), session: undefined, now: () => clock.now() });
    const ports = {
      clock,
      intents: this.intents,
      client: new EndpointClient({ fetch: endpoint.fetch, clock, online: () => true, origin: 'https://shop.example' }),
      random: () => 0.5,
      visible: () => this.awake,
      warn: (message: string) => void this.warnings.push(message),
    };
    const session = {
      payments: { ports, tellOnce: (name: string) => !this.#told.has(name) && this.#told.add(name).size > 0, navigate: () => undefined },
      framesItself: false,
      requestedMode: 'qr',
      chooseOpening: () => ({ mode: 'qr', since: clock.monotonic() }),
      target: () => this.goal,
      drawing: { load: () => Promise.resolve(true) },
      changed: () => undefined,
      dispatch: (event: Event) => {
        this.ends.set(event.type, (this.ends.get(event.type) ?? 0) + 1);
        return true;
      },
    };
    this.flow = new PaymentFlow(session as unknown as Session, () => world.nextKey());
    this.flow.restore(goal);
  }

  /** The code that the dialog shows, as `dialog-model.ts` decides it. */
  get visible(): string | undefined {
    const { checkout, dialogOpen, presentation } = this.flow;
    const { state, checkoutUrl, looking, record, late } = checkout;
    const opened = presentation !== undefined || record?.opened === true;
    const payable = state === 'open' || state === 'unpaid' || (state === 'paid_less' && !late);
    return dialogOpen && opened && payable && !looking ? checkoutUrl?.slice('https://mixpay.me/code/'.length) : undefined;
  }
}

/** Two tabs of one browser with the same order, a payer who does anything in them, and a ledger that knows what is true. */
export class TwoTabs {
  readonly clock = new FakeClock();
  readonly endpoint = new FakeEndpoint(this.clock);
  readonly storage = new SharedStorage();
  readonly ledger: OrderLedger;
  readonly #tabs: [Tab, Tab];
  #keys = 0;
  #slow = false;
  /** Answers on their way. */
  readonly #held: { release(): void; lose(): void }[] = [];
  /** Prices agreed to in answer to a question, in whatever tab: the payer is one person. */
  readonly #accepted = new Set<string>();
  /** Whether what was remembered may have been lost: emptied, full, or forgotten on purpose. */
  #forgetful = false;

  constructor(strict: boolean) {
    this.ledger = new OrderLedger(strict);
    const create = (request: SeenRequest): Promise<Response> => {
      this.endpoint.willAnswer(create);
      return this.#delayed(() => this.ledger.create(request));
    };
    const status = ({ url }: SeenRequest): Promise<Response> => this.#delayed(() => this.ledger.status(url.split('/').at(-1) ?? ''));
    this.endpoint.willAnswer(create).willTell(status);
    this.#tabs = [new Tab(this, goalAt('10')), new Tab(this, goalAt('10'))];
  }

  nextKey(): string {
    return `00000000-0000-4000-8000-${String((this.#keys += 1)).padStart(12, '0')}`;
  }

  async take(step: TabsStep): Promise<void> {
    const { error } = console;
    console.error = () => undefined;
    try {
      await this.#act(step);
      await this.#rest();
    } finally {
      console.error = error;
    }
    this.#check();
  }

  /** Everything arrives, everybody looks, and the truth is seen everywhere. */
  async finish(): Promise<void> {
    await this.take({ act: 'answer' });
    for (const which of [0, 1]) await this.take({ act: 'wake', which });
    for (let time = 0; time < 3; time++) await this.take({ act: 'wait', ms: 20_000 });
    const { paid } = this.ledger;
    for (const tab of this.#tabs) {
      const { record, newQuote, state } = tab.flow.checkout;
      // Whoever is still asked about a price is told when they have answered.
      if (paid !== undefined && !this.#forgetful && record?.code === paid.code && newQuote === undefined)
        expect(state).to.equal(paid.status);
      tab.flow.dispose();
    }
    await settle();
    expect(this.clock.waiting).to.equal(0);
  }

  #delayed(answer: () => Response): Promise<Response> {
    const response = answer();
    if (!this.#slow) return Promise.resolve(response);
    const { promise, resolve, reject } = byHand<Response>();
    this.#held.push({ release: () => resolve(response), lose: () => reject(new TypeError('Failed to fetch')) });
    return promise;
  }

  async #act(step: TabsStep): Promise<void> {
    const tab = 'which' in step ? this.#tabs[step.which as 0 | 1] : this.#tabs[0];
    const { flow } = tab;
    switch (step.act) {
      case 'press': {
        if (!tab.awake) return;
        if (flow.dialogOpen) return;
        // Where the button shows no price, pressing it agrees to that of the code shown before, or to any where there was none.
        if (flow.checkout.newQuote === undefined) tab.agreed = tab.goal.order.quoteAmount ?? tab.seen;
        flow.pay().catch(() => undefined);
        return;
      }
      case 'accept': {
        const { newQuote } = flow.checkout;
        if (!tab.awake || !flow.dialogOpen || newQuote === undefined) return;
        tab.agreed = newQuote.quoteAmount;
        this.#accepted.add(newQuote.quoteAmount);
        flow.again();
        return;
      }
      case 'close':
        flow.close('button');
        return;
      case 'reload':
        await this.#reload(step.which as 0 | 1);
        return;
      case 'sleep':
        tab.awake = false;
        return;
      case 'wake':
        tab.awake = true;
        flow.checkout.wake();
        return;
      case 'reset':
        this.#forget();
        tab.ends.clear();
        flow.reset();
        return;
      case 'show':
        tab.goal = goalAt(step.price);
        // Whoever has seen no code here yet knows the price that is shown.
        if (tab.codes.size === 0) tab.agreed = step.price;
        flow.restore(tab.goal);
        return;
      case 'costs':
        this.ledger.price = step.price;
        return;
      case 'pay':
        this.#pay(this.ledger.find(tab.visible), step.status);
        return;
      case 'wait':
        await this.clock.advance(step.ms);
        return;
      case 'slow':
        this.#slow = true;
        return;
      case 'answer':
      case 'lose':
        this.#slow = false;
        for (const held of this.#held.splice(0)) held[step.act === 'answer' ? 'release' : 'lose']();
        return;
      case 'clear':
        this.#forget();
        this.storage.clear();
        return;
      case 'fill':
        this.#forgetful = this.storage.full = true;
    }
  }

  /** What was agreed to is forgotten with the purchase: from now on a tab knows the price its button shows. */
  #forget(): void {
    this.#forgetful = true;
    for (const tab of this.#tabs) {
      tab.agreed = tab.goal.order.quoteAmount;
      tab.seen = undefined;
      tab.codes.clear();
    }
  }

  #pay(code: LedgerCode | undefined, status: LedgerCode['status']): void {
    if (code === undefined || code.superseded || code.status === 'success' || code.status === 'failed') return;
    code.status = status;
  }

  async #reload(which: 0 | 1): Promise<void> {
    const before = this.#tabs[which];
    const record = before.flow.checkout.record;
    const knew = this.ledger.find(record?.code);
    // Two codes that a shop of the other kind made for two tabs at once: what is remembered is the later one.
    const other = !this.ledger.strict && [...this.storage.items.values()].some((text) => !text.includes(`"code":"${record?.code ?? ''}"`));
    const followed = record?.opened === true && knew === this.ledger.paid && !other ? knew : undefined;
    before.flow.dispose();
    const after = (this.#tabs[which] = new Tab(this, before.goal));
    await settle();
    if (followed !== undefined && !this.#forgetful && !this.#slow)
      expect(after.flow.checkout.state, 'lost by a reload').to.equal(followed.status);
  }

  /** Lets everything settle, and tells each tab that is awake what the others wrote. */
  async #rest(): Promise<void> {
    do {
      await settle();
      for (const { name, by } of this.storage.news.splice(0)) {
        for (const tab of this.#tabs) if (tab !== by && tab.awake) tab.intents.changedElsewhere(name);
      }
      await settle();
    } while (this.storage.news.length > 0);
  }

  #check(): void {
    const shown = this.#tabs.filter(({ awake }) => awake).map((tab) => ({ tab, code: this.ledger.find(tab.visible) }));
    for (const { tab, code } of shown) {
      // Whoever has begun to pay is told the rest.
      if (code?.status !== 'unpaid') continue;
      tab.agreed ??= code.price;
      tab.seen = code.price;
      // A code that was gone on with here before may come back.
      if (tab.codes.has(code)) continue;
      const most = Math.max(Number(tab.agreed), ...[...this.#accepted].map(Number));
      expect(Number(code.price), `${code.code} is shown, agreed to at ${most}`).to.be.at.most(most);
      tab.codes.add(code);
    }
    for (const tab of this.#tabs) {
      expect(tab.ends.get('mixpay-success') ?? 0, 'times told that it was paid').to.be.at.most(1);
      expect(tab.warnings).to.deep.equal([]);
    }
    // Tabs that cannot remember know nothing of one another: there the shop's own word alone keeps them at one price.
    if (this.storage.full || (this.#forgetful && !this.ledger.strict)) return;
    const payable = shown.flatMap(({ code }) => (code?.status === 'unpaid' ? [code.price] : []));
    expect(new Set(payable).size, `payable at once at ${payable.join(' and ')}`).to.be.at.most(1);
  }
}

function goalAt(quoteAmount: string | undefined): Intent {
  return target(quoteAmount === undefined ? { orderId: 'T-1001' } : { orderId: 'T-1001', quoteAmount, quoteAssetId: 'usd' });
}
