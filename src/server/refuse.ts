/** A problem's own word: what a page branches on. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;

/** Facts that go into the problem body beside `type`, `title`, `status`, `detail` and `code`. */
export interface RefusalDetails {
  detail?: string;
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number;
  /** Sent as further members of the problem body. */
  members?: Readonly<Record<string, string | number>>;
  /** Sent as `Allow`. */
  allow?: string;
  /** The order a refusal is about, as `order()` named it: only then can the page be shown its status. */
  orderId?: string;
  cause?: unknown;
  /** For the developer alone: goes to `onEvent`, or the console, and not into the answer. */
  advice?: string;
}

/** A request turned down, as RFC 9457 problem details will tell it. Made by `refuse()`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly details: RefusalDetails;

  constructor(status: number, code: string, title: string, details: RefusalDetails = {}) {
    super(`${status} ${code}: ${title}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.title = title;
    this.details = details;
  }
}

const TITLES: Readonly<Record<string, string>> = {
  order_unknown: 'There is no such order.',
  order_closed: 'This order can no longer be paid.',
  already_paid: 'This order has been paid.',
  price_changed: 'The price has changed.',
  forbidden: 'This order may not be paid from here.',
};

/** What a refusal may say beside its code. */
export interface RefuseOptions {
  /** What the payer reads. @default a sentence of this package's */
  title?: string;
  /** A longer explanation, for a developer or for support. */
  detail?: string;
  /**
   * With `already_paid`: the order, once this request has been found entitled to it. The answer then carries its status URL, and
   * the page shows it paid. Never the id that the page has sent, unchecked: its status would be shown to a stranger.
   */
  orderId?: string;
}

/**
 * An error to throw from `order()`: the page is told, and MixPay is not called.
 * The page has sentences of its own for `order_unknown`, `order_closed`, `already_paid`, `price_changed` and `forbidden`;
 * for any other code it shows `title`, as text.
 * @param status HTTP status, 400 to 599
 * @param code lower-case letters, digits and underscores
 * @param options the title alone, or more
 * @example throw refuse(404, 'order_unknown');
 * @example throw refuse(409, 'sold_out', 'The last ticket has just been sold.');
 * @example throw refuse(409, 'already_paid', { orderId: order.id });
 */
export function refuse(status: number, code: string, options: string | RefuseOptions = {}): Refusal {
  if (!Number.isInteger(status) || status < 400 || status > 599)
    throw new RangeError(`refuse: expected an HTTP status from 400 to 599, received ${String(status)}`);
  if (!CODE.test(code)) throw new RangeError(`refuse: expected a code such as "sold_out", received ${JSON.stringify(code)}`);
  const { title = TITLES[code] ?? 'The order was refused.', ...details } = typeof options === 'string' ? { title: options } : options;
  return new Refusal(status, code, title, details);
}
