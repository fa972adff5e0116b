import type { UpstreamCall } from './upstream.js';

/** What happened, for a log. Order ids, codes of errors and times; never a token, a trace, a short code or the secret. */
export type HandlerEvent =
  | ({ type: 'upstream' } & UpstreamCall)
  /** MixPay said 1429; no process that shares the store calls it before `until` (ISO 8601). */
  | { type: 'paused'; until: string }
  /** The budget has no room for a call of this kind. */
  | { type: 'over_budget'; purpose: string }
  | { type: 'created'; orderId: string; attempt: number }
  | { type: 'status'; orderId: string; attempt: number; status: string }
  | { type: 'hook'; hook: string; orderId: string; attempt: number }
  /** A hook threw; it is called again at `retryAt` (ISO 8601). */
  | { type: 'hook_failed'; hook: string; orderId: string; attempt: number; error: unknown; retryAt: string }
  /** A hook has been running for `ms` milliseconds. The handler waits for it; only this order is held up. */
  | { type: 'hook_slow'; hook: string; orderId: string; attempt: number; ms: number }
  /** `advice`: what a developer can do about it, where it is the set-up that is wrong and not the page's request. */
  | { type: 'refused'; method: string; path: string; status: number; code: string; advice?: string }
  /** `orderId`: the order the page asked for. `code`: what the page was told. */
  | { type: 'error'; where: string; error: unknown; orderId?: string; code?: string }
  | { type: 'warning'; message: string };

export type Tell = (event: HandlerEvent) => void;

/** A log that throws or rejects must lose no payment and end no process. */
export function safely(onEvent: ((event: HandlerEvent) => unknown) | undefined): Tell {
  return (event) => {
    try {
      // The log itself is broken; there is nowhere left to say so.
      const heard = onEvent?.(event);
      if (heard !== undefined) Promise.resolve(heard).catch(() => undefined);
    } catch {
      // The same.
    }
  };
}
