import type { Clock } from '../../src/core/clock.js';
import { Budget, type Permit, type Purpose } from '../../src/server/budget.js';
import { memoryStore, type HandlerEvent, type Store } from '../../src/server/index.js';
import { FakeClock } from './fake-clock.js';
import { SkewedClock } from './skewed-clock.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A store that can be made to fail, and counts what is asked of it. */
export class TestStore implements Store {
  readonly #inner: Store;
  failing = false;
  writes = 0;
  /** What is read while this is set is handed over once it is fulfilled. */
  held: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#inner = memoryStore({ clock });
  }

  #reached(): void {
    if (this.failing) throw new Error('the store is down');
  }

  async get(...call: Parameters<Store['get']>) {
    this.#reached();
    const [found, held] = [await this.#inner.get(...call), this.held];
    await held;
    return found;
  }

  async put(...call: Parameters<Store['put']>) {
    this.#reached();
    this.writes++;
    return this.#inner.put(...call);
  }

  async due(...call: Parameters<Store['due']>) {
    this.#reached();
    return this.#inner.due(...call);
  }
}

/** The budgets of several processes on one store, and what left when by the true time. */
export class Processes {
  readonly clock = new FakeClock();
  readonly store = new TestStore(this.clock);
  readonly clocks: SkewedClock[];
  readonly budgets: Budget[];
  readonly left: number[] = [];
  readonly events: HandlerEvent[] = [];

  constructor(aheads: readonly number[] = [0], options: { measures?: boolean } = {}) {
    this.clocks = aheads.map((ahead) => new SkewedClock(this.clock, ahead, options));
    this.budgets = this.clocks.map((clock) => this.#budget(clock));
  }

  #budget(clock: Clock): Budget {
    return new Budget({ store: this.store, clock, tell: (event) => this.events.push(event) });
  }

  restart(n: number): void {
    const clock = this.clocks[n];
    if (clock !== undefined) this.budgets[n] = this.#budget(clock);
  }

  take(n = 0, purpose: Purpose = 'create'): Promise<Permit | undefined> {
    return this.budgets[n % this.budgets.length]?.take(purpose) ?? Promise.resolve(undefined);
  }

  async leave(permit: Permit | undefined): Promise<boolean> {
    const leaves = (await permit?.leave()) ?? false;
    if (leaves) this.left.push(this.clock.now());
    return leaves;
  }

  /** Takes permission for a request and uses it. */
  async ask(n = 0, purpose: Purpose = 'create'): Promise<boolean> {
    return this.leave(await this.take(n, purpose));
  }

  /** How many of so many requests may leave. */
  async askOften(times: number, n = 0, purpose: Purpose = 'create'): Promise<number> {
    let left = 0;
    for (let time = 0; time < times; time++) if (await this.ask(n, purpose)) left++;
    return left;
  }

  /** Every process asks in turn, each second, for so many seconds. */
  async flood(seconds: number, aSecond = 4): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      for (let n = 0; n < aSecond; n++) await this.ask(second + n);
      await this.clock.advance(SECOND);
    }
  }

  /** The most that left in any sixty seconds of the true time. */
  get most(): number {
    return Math.max(0, ...this.left.map((end) => this.left.filter((time) => time > end - MINUTE && time <= end).length));
  }

  get inTheLastMinute(): number {
    return this.left.filter((time) => time > this.clock.now() - MINUTE).length;
  }
}
