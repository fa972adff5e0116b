import { PURPOSES, type Counts, type Purpose } from './lanes.js';
import { BLOCK_LIFE, COUNTED, WINDOW, WISH_LIFE, type Block, type Minute } from './minute.js';
import type { Stopwatch } from './stopwatch.js';

/** A block of this process's own. */
export interface OwnBlock {
  id: string;
  purpose: Purpose;
  n: number;
  /** Stopwatch: when it was taken. */
  since: number;
  setBacks: number;
  /** How many of its requests were handed out, and how many of those have left, the last one when. */
  taken: number;
  gone: number;
  lastGone: number;
  /** Which reading of the store is the first that must show it. */
  shownFrom: number;
}

export type NewBlock = Pick<Block, 'id' | 'purpose' | 'n'>;

interface Known {
  block: Block;
  /** Stopwatch: since when, at the latest, it has existed. */
  since: number;
}

/** How far two clocks may be apart for a process that has just started to judge a block by its own. */
const CLOCKS_APART = 240_000;
const LARGEST_BLOCK = 8;
/** Milliseconds by which a block must be older than the store says, to be worth a write. */
const NEWS = 15_000;

/**
 * The blocks in the store, with what this process knows of their ages. Times of two clocks are never subtracted: each process
 * measures how long it has seen a block, and writes that down for the others; a block is over once that is long enough. So
 * wrong clocks, and clocks that are set, do no harm. A process that has just started waits a minute at worst.
 */
export class Blocks {
  readonly #watch: Stopwatch;
  #known = new Map<string, Known>();
  #own: OwnBlock[] = [];
  #readAt: number | undefined;
  #readings = 0;

  constructor(watch: Stopwatch) {
    this.#watch = watch;
  }

  /** Begins a reading of the store. @returns its number and time, for `read` */
  begin(): { reading: number; at: number } {
    return { reading: ++this.#readings, at: this.#watch.read() };
  }

  /** Takes note of what a reading of the store has found. */
  read({ blocks }: Minute, { reading, at }: { reading: number; at: number }, wallNow: number): void {
    const now = this.#watch.read();
    // What was not there at the last reading is no older than that, whatever the clock says by now.
    const oldest = this.#readAt === undefined ? Number.POSITIVE_INFINITY : now - this.#readAt;
    this.#readAt = at;
    const present = new Map(blocks.map((block) => [block.id, block]));
    this.#own = this.#own.filter(({ id, shownFrom }) => present.has(id) || reading < shownFrom);
    const known = blocks.map((block): [string, Known] => {
      const before = this.#known.get(block.id)?.since;
      const byClock = Math.min(wallNow - block.at, oldest) - CLOCKS_APART;
      const since = before ?? now - byClock;
      return [block.id, { block, since: Math.min(since, now - block.age) }];
    });
    this.#known = new Map(known);
    for (const own of this.#own) this.#known.set(own.id, { block: present.get(own.id) ?? written(own, wallNow), since: sinceOf(own) });
  }

  /** What still counts, with the milliseconds until it does not. */
  counting(): { purpose: Purpose; n: number; left: number }[] {
    const now = this.#watch.read();
    const all = [...this.#known.values()].map(({ block, since }) => ({
      purpose: block.purpose,
      n: this.#countOf(block),
      left: since + COUNTED - now,
    }));
    return all.filter(({ n, left }) => n > 0 && left > 0);
  }

  /** The purposes for which lately there was no room. */
  wanted(within = WISH_LIFE): ReadonlySet<Purpose> {
    const now = this.#watch.read();
    const wishes = [...this.#known.values()].filter(({ block, since }) => block.n === 0 && now - since < within);
    return new Set(wishes.map(({ block }) => block.purpose));
  }

  /** A wish, to be written because there was no room. Undefined where one was written within the minute. */
  wish(purpose: Purpose): NewBlock | undefined {
    return this.wanted(WINDOW).has(purpose) ? undefined : { id: crypto.randomUUID(), purpose, n: 0 };
  }

  /** To be called once a wish has been written. */
  noteWish(block: NewBlock, wallNow: number): void {
    this.#known.set(block.id, { block: written(block, wallNow), since: this.#watch.read() });
  }

  /** The blocks as they are to be written: without those that are over, and without requests that this process let expire. */
  toWrite(wallNow: number, added?: NewBlock): Block[] {
    const now = this.#watch.read();
    const kept = [...this.#known.values()].flatMap((known): Block[] => {
      const { block, since } = known;
      const n = this.#countOf(block);
      if (!this.#lasts(known, now)) return [];
      // From a clock that is ahead: it counts from now.
      return [{ ...block, n, age: Math.max(0, Math.floor(now - since)), at: Math.min(block.at, wallNow) }];
    });
    return added === undefined ? kept : [...kept, written(added, wallNow)];
  }

  /** Whether a write would help the other processes although there is nothing to take: they could send earlier. */
  hasNews(wallNow: number): boolean {
    const now = this.#watch.read();
    return [...this.#known.values()].some(({ block, since }) => block.at > wallNow || now - since > block.age + NEWS);
  }

  /** A new block, to be written. Larger each time while one after the other is used up at once. */
  propose(purpose: Purpose, waiting: number, room: number): OwnBlock {
    const last = this.#own.findLast((block) => block.purpose === purpose && this.#isFresh(block));
    const size = last === undefined ? 1 : Math.min(last.n * 2, LARGEST_BLOCK);
    return {
      id: crypto.randomUUID(),
      purpose,
      n: Math.min(room, Math.max(waiting, Math.min(size, Math.ceil(room / 4)))),
      since: this.#watch.read(),
      setBacks: this.#watch.setBacks,
      taken: 0,
      gone: 0,
      lastGone: 0,
      shownFrom: Number.POSITIVE_INFINITY,
    };
  }

  /** To be called once a proposed block has been written. */
  add(block: OwnBlock, wallNow: number): OwnBlock {
    const added = { ...block, shownFrom: this.#readings + 1 };
    this.#own.push(added);
    this.#known.set(added.id, { block: written(added, wallNow), since: added.since });
    return added;
  }

  /** A block with requests for this purpose that are not handed out yet. */
  stock(purpose: Purpose): OwnBlock | undefined {
    return this.#own.find((block) => block.purpose === purpose && block.taken < block.n && this.#isFresh(block));
  }

  /** A request of this block is about to leave. @returns false where it is too late for that */
  leaves(block: OwnBlock): boolean {
    if (!this.#isFresh(block)) return false;
    block.gone++;
    block.lastGone = this.#watch.read();
    return true;
  }

  /** Whether a block still counts: a wish by its age alone, any other as long as some of its requests may have left. */
  #lasts({ block, since }: Known, now: number): boolean {
    return block.n === 0 ? now - since < WISH_LIFE : this.#countOf(block) > 0 && now - since < COUNTED;
  }

  /** How many requests a block stands for. Those that its own process let expire cannot be sent any more. */
  #countOf({ id, n }: Block): number {
    const own = this.#own.find((each) => each.id === id);
    return own === undefined || this.#isFresh(own) ? n : own.taken;
  }

  #isFresh({ since, setBacks }: OwnBlock): boolean {
    return this.#watch.read() - since < BLOCK_LIFE && setBacks === this.#watch.setBacks;
  }
}

/** Where all of a block's requests have left, it counts from the last of them, and no longer for what might still leave. */
function sinceOf({ n, gone, since, lastGone }: OwnBlock): number {
  return gone === n ? Math.min(since, lastGone - BLOCK_LIFE) : since;
}

function written({ id, purpose, n }: NewBlock, wallNow: number): Block {
  return { id, purpose, n, age: 0, at: wallNow };
}

export function countsOf(blocks: readonly { purpose: Purpose; n: number }[]): Counts {
  const counts = Object.fromEntries(PURPOSES.map((purpose) => [purpose, 0])) as Record<Purpose, number>;
  for (const { purpose, n } of blocks) counts[purpose] += n;
  return counts;
}
