import type { Clock } from '../core/clock.js';
import { API_CODE } from '../core/mixpay.js';
import { Blocks, countsOf, type NewBlock, type OwnBlock } from './budget/blocks.js';
import { HEARING, LIMIT, roomFor, type Purpose } from './budget/lanes.js';
import { LONGEST_PAUSE, pauseLeft, readMinute, WINDOW, type Minute, type Pause } from './budget/minute.js';
import { Stopwatch } from './budget/stopwatch.js';
import type { Tell } from './events.js';
import type { UpstreamCall } from './upstream.js';
import { isVersion, type Store } from './store/store.js';

export type { Purpose } from './budget/lanes.js';

/** Permission to send one request, soon. */
export interface Permit {
  /** Gives the permission back, because the request is not sent after all. */
  giveBack(): void;
  /** Called just before each request leaves: the first uses this permit, each further one (a retry) takes another. */
  readonly leave: () => Promise<boolean>;
}

export interface BudgetOptions {
  store: Store;
  clock: Clock;
  tell: Tell;
}

const KEY = 'mixpay:budget';
/** One writer succeeds in every round, so after losing this many in a row the store must be at fault. */
const MOST_TRIES = 60;
/** Milliseconds until the next try where the store has failed. */
const STORE_WAIT = 5000;

/**
 * The requests to MixPay the whole shop may make: at most fifty in any sixty seconds, counted in the store, and no more than
 * MixPay itself says are left. Where the store fails, no request may leave.
 */
export class Budget {
  readonly limit = LIMIT;
  readonly #options: BudgetOptions;
  readonly #watch: Stopwatch;
  readonly #blocks: Blocks;
  readonly #waiting = new Map<Purpose, number>();
  #upstream: { remaining: number; at: number } | undefined;
  /** In the stopwatch's time: until when a 1429 that this process received forbids requests. */
  #silentUntil = 0;
  #wait = 1000;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#watch = new Stopwatch(options.clock);
    this.#blocks = new Blocks(this.#watch);
  }

  /** Milliseconds until a request that was refused just now may be made. */
  get wait(): number {
    return this.#wait;
  }

  /** The facts for a monitor. @throws where the store does */
  async look(): Promise<{ remaining: number; pausedUntil: number }> {
    const read = await this.#read();
    const used = this.#blocks.counting().reduce((sum, { n }) => sum + n, 0);
    const silence = await this.#silence(read);
    return {
      remaining: Math.max(0, Math.min(LIMIT - used, this.#upstreamRemaining() ?? LIMIT)),
      pausedUntil: silence > 0 ? this.#options.clock.now() + silence : 0,
    };
  }

  /** Permission for one request to MixPay; undefined where the budget, the store, or MixPay's 1429 forbids it. */
  async take(purpose: Purpose): Promise<Permit | undefined> {
    const wait = (change: number) => this.#waiting.set(purpose, (this.#waiting.get(purpose) ?? 0) + change);
    wait(1);
    try {
      const block = await this.#lease(purpose);
      return block === undefined ? undefined : this.#permit(block);
    } catch (error) {
      this.#wait = STORE_WAIT;
      this.#options.tell({ type: 'error', where: 'counting a request to MixPay', error });
      return undefined;
    } finally {
      wait(-1);
    }
  }

  /** Takes note of how many requests MixPay says are left, and of its 1429. */
  async observe({ apiCode, status, remaining, retryAfter }: UpstreamCall): Promise<void> {
    const now = this.#watch.read();
    if (remaining !== undefined) this.#upstream = { remaining, at: now };
    if (apiCode !== API_CODE.tooManyRequests && status !== 429) return;
    const ms = Math.min(Math.max(retryAfter ?? WINDOW, 1000), LONGEST_PAUSE);
    this.#silentUntil = Math.max(this.#silentUntil, now + ms);
    this.#wait = ms;
    this.#options.tell({ type: 'paused', until: new Date(this.#options.clock.now() + ms).toISOString() });
    try {
      await this.#pause(ms);
    } catch (error) {
      this.#options.tell({ type: 'error', where: 'telling the other processes of a pause', error });
    }
  }

  async #lease(purpose: Purpose): Promise<OwnBlock | undefined> {
    const { clock } = this.#options;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const read = await this.#read();
      const silence = await this.#silence(read);
      if (silence > 0) {
        this.#wait = Math.max(1000, silence);
        return undefined;
      }
      const stock = this.#blocks.stock(purpose);
      if (stock !== undefined && this.#upstreamRemaining() !== 0) return this.#handOut(stock);
      const room = roomFor(purpose, countsOf(this.#blocks.counting()), this.#blocks.wanted(), this.#upstreamRemaining());
      if (room < 1) {
        const block = HEARING.includes(purpose) ? this.#blocks.wish(purpose) : undefined;
        if (block !== undefined) {
          if (!(await this.#write(read, { block }))) continue;
          this.#blocks.noteWish(block, clock.now());
        }
        this.#options.tell({ type: 'over_budget', purpose });
        this.#wait = Math.max(1000, this.#untilRoom(purpose));
        if (block === undefined && this.#blocks.hasNews(clock.now())) await this.#write(read, {});
        return undefined;
      }
      const block = this.#blocks.propose(purpose, this.#waiting.get(purpose) ?? 1, room);
      if (await this.#write(read, { block })) return this.#handOut(this.#blocks.add(block, clock.now()));
    }
    throw new Error(`The store refused ${MOST_TRIES} writes of the budget in a row: its put() never succeeds.`);
  }

  #handOut(block: OwnBlock): OwnBlock {
    block.taken++;
    if (this.#upstream !== undefined) this.#upstream.remaining--;
    return block;
  }

  #permit(block: OwnBlock): Permit {
    let held = true;
    return {
      giveBack: () => {
        if (!held) return;
        held = false;
        block.taken--;
        if (this.#upstream !== undefined) this.#upstream.remaining++;
      },
      leave: async () => {
        if (held && this.#blocks.leaves(block)) {
          held = false;
          return true;
        }
        const another = await this.take(block.purpose);
        return another !== undefined && (await another.leave());
      },
    };
  }

  /** Milliseconds until there is room for a purpose, as the blocks that count now expire one after the other. */
  #untilRoom(purpose: Purpose): number {
    const counting = this.#blocks.counting().sort((a, b) => a.left - b.left);
    const wanted = this.#blocks.wanted();
    const freed = counting.find((_, index) => roomFor(purpose, countsOf(counting.slice(index + 1)), wanted) > 0);
    const upstream = this.#upstream === undefined ? 0 : this.#upstream.at + WINDOW - this.#watch.read();
    return Math.max(freed?.left ?? 0, roomFor(purpose, countsOf([]), wanted, this.#upstreamRemaining()) > 0 ? 0 : upstream);
  }

  async #read(): Promise<Read> {
    const begun = this.#blocks.begin();
    const stored = await this.#options.store.get(KEY);
    const minute = readMinute(stored?.value);
    this.#blocks.read(minute, begun, this.#options.clock.now());
    return { minute, version: stored?.version ?? null };
  }

  async #write({ minute, version }: Read, { block, pause = minute.pause }: { block?: NewBlock; pause?: Pause }): Promise<boolean> {
    const { store, clock } = this.#options;
    const blocks = this.#blocks.toWrite(clock.now(), block);
    const next: Minute = { blocks, ...(pause === undefined ? {} : { pause }) };
    return isVersion(await store.put(KEY, next, { ifVersion: version }));
  }

  /** Milliseconds for which no request may leave; zero or less: requests may leave. */
  async #silence(read: Read): Promise<number> {
    const now = this.#options.clock.now();
    const { pause } = read.minute;
    const left = pauseLeft(pause, now);
    // Written by a clock that is ahead: written again by this one, so that the pause does not last longer than it was meant to.
    if (pause !== undefined && pause.until - now > pause.ms) await this.#write(read, { pause: { until: now + left, ms: left } });
    return Math.max(left, this.#silentUntil - this.#watch.read());
  }

  async #pause(ms: number): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const read = await this.#read();
      const now = this.#options.clock.now();
      if (pauseLeft(read.minute.pause, now) >= ms || (await this.#write(read, { pause: { until: now + ms, ms } }))) return;
    }
  }

  /** What MixPay said is left, less what was asked since; used for a minute, because its window is no longer. */
  #upstreamRemaining(): number | undefined {
    if (this.#upstream === undefined || this.#watch.read() >= this.#upstream.at + WINDOW) return undefined;
    return Math.max(0, this.#upstream.remaining);
  }
}

interface Read {
  minute: Minute;
  version: string | null;
}
