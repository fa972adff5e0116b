import { invalidField } from '../core/errors.js';

/** A payment that is right, and that the shop does not fulfil before somebody has looked at it. Made by `review()`. */
export class Review extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`Put aside for review: ${reason}`);
    this.name = 'Review';
    this.reason = reason;
  }
}

/**
 * An error to throw from `onPaid`: the money is there, but the order does not fit it any more (the cart has grown, the last
 * ticket is gone). It is recorded and told once through `onException('declined', …)`; MixPay is told that all is well; the
 * payer sees a payment under review; no further code is made. `handler.resolve(orderId)` calls `onPaid` again.
 * @param reason for the shop's own staff, at most 500 characters; no payer sees it
 * @example throw review('The cart was changed after its code was made.');
 */
export function review(reason: string): Review {
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 500)
    throw invalidField('review(reason)', 'a text of 1 to 500 characters', reason);
  return new Review(reason);
}
