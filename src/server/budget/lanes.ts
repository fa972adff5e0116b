/** What MixPay is asked for. In a shortage the first of these goes first. */
export type Errand = 'create' | 'callback' | 'sweep' | 'poll';

/**
 * What a request to MixPay is for. `open_…`: for an order the shop did not name (an item, a donation). Anybody may begin those
 * without end, so they have lanes of their own.
 */
export type Purpose = Errand | `open_${Errand}`;

/** How many requests of each kind count at this moment. */
export type Counts = Readonly<Record<Purpose, number>>;

/** MixPay allows 60 a minute; ten are left for what else the shop asks of it. */
export const LIMIT = 50;

/** By these the shop learns that it was paid. Once there was no room for one of them, creates leave some of theirs for it. */
export const HEARING: readonly Purpose[] = ['callback', 'sweep', 'poll'];

const NAMED: readonly Errand[] = ['create', 'callback', 'sweep', 'poll'];
const OPEN: readonly Purpose[] = ['open_create', 'open_callback', 'open_sweep', 'open_poll'];
export const PURPOSES: readonly Purpose[] = [...NAMED, ...OPEN];

/**
 * Requests kept free for a purpose, as far as it has not used them: named ones from those after them, open ones from one another,
 * and those of `HEARING` from creates as well, once there was no room for them.
 */
const KEPT: Counts = { create: 8, callback: 7, sweep: 5, poll: 4, open_create: 4, open_callback: 4, open_sweep: 2, open_poll: 4 };

/** Reads for orders that nobody looks at must not delay those that a page waits for. */
const MOST_SWEEPS = 20;

/** All of the open ones together, and their creates, while the shop's named orders ask for something, and while they do not. */
const OPEN_BESIDE_NAMED = { all: 18, creates: 8 };
const OPEN_ALONE = { all: 35, creates: 20 };
/** What open ones leave in any case, so that the first named order after a quiet minute finds room. */
const KEPT_FOR_NAMED = 10;

const sum = (purposes: readonly Purpose[], counts: Counts): number => purposes.reduce((total, purpose) => total + counts[purpose], 0);
const unused = (purposes: readonly Purpose[], used: Counts): number =>
  purposes.reduce((total, purpose) => total + Math.max(0, KEPT[purpose] - used[purpose]), 0);

/**
 * How many more requests may leave for a purpose; not positive: none.
 * @param used what counts in the shop's minute
 * @param wanted what there was no room for lately
 * @param upstream what MixPay says is left
 */
export function roomFor(purpose: Purpose, used: Counts, wanted: ReadonlySet<Purpose>, upstream = Number.POSITIVE_INFINITY): number {
  const named = sum(NAMED, used);
  const open = sum(OPEN, used);
  const free = Math.min(LIMIT - named - open, upstream);
  const rank = NAMED.indexOf(purpose as Errand);
  if (rank >= 0) {
    const before = purpose === 'create' ? HEARING.filter((each) => wanted.has(each)) : NAMED.slice(0, rank);
    const room = free - unused(before, used);
    return purpose === 'sweep' ? Math.min(room, MOST_SWEEPS - used.sweep) : room;
  }
  const most = named === 0 ? OPEN_ALONE : OPEN_BESIDE_NAMED;
  const others = OPEN.filter((other) => other !== purpose);
  const left = free - KEPT_FOR_NAMED;
  const room = Math.min(left, most.all - open) - unused(others, used);
  const shared = purpose === 'open_create' ? Math.min(room, most.creates - used.open_create) : room;
  // Also where the others had more than their part while no named order asked for anything.
  return Math.max(shared, Math.min(left, KEPT[purpose] - used[purpose]));
}
