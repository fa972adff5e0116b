import { pause, type Clock } from '../../src/core/clock.js';
import type { Store } from '../../src/server/index.js';
import { answerProblem } from './answer.js';
import { Shelf } from './shelf.js';

/**
 * What may go wrong between a page and its endpoint: `down` a gateway's error page, `busy` a 429, `slow` an answer that takes its
 * time, `cut` no answer at all.
 */
export const TROUBLES = ['down', 'busy', 'slow', 'cut'] as const;

export type TroubleKind = (typeof TROUBLES)[number];

interface Ordered {
  kind: TroubleKind | 'none';
}

/** Milliseconds: long enough to be noticed, shorter than any deadline. */
const SLOW = 6000;
/** Seconds, as `Retry-After` says them. */
const RETRY_AFTER = '6';

/** Faults to be played, for one visitor at a time: the scenarios set them, and no other visitor is affected. */
export class Trouble {
  readonly #ordered: Shelf<Ordered>;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#ordered = new Shelf(store, 'trouble');
    this.#clock = clock;
  }

  async order(visitor: string, kind: Ordered['kind']): Promise<void> {
    await this.#ordered.change(visitor, () => ({ kind }));
  }

  /** The endpoint's answer to this visitor, or what comes instead of it. */
  async answer(visitor: string | undefined, answer: () => Promise<Response>): Promise<Response> {
    const kind = visitor === undefined ? 'none' : ((await this.#ordered.read(visitor))?.kind ?? 'none');
    if (kind === 'cut') return Response.error();
    if (kind === 'busy') return answerProblem(429, 'Too many requests.', { 'Retry-After': RETRY_AFTER });
    if (kind === 'down')
      return new Response('<!doctype html><title>503</title><h1>503 Service Unavailable</h1>', {
        status: 503,
        headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
      });
    if (kind === 'slow') await pause(this.#clock, SLOW);
    return answer();
  }
}

export function isTrouble(value: unknown): value is Ordered['kind'] {
  return value === 'none' || TROUBLES.some((kind) => kind === value);
}
