import type { Config } from './config.js';
import type { OrderRecord, Attempt } from './record.js';
import type { Signer } from './signer.js';

/** A status URL outlives its payment's deadline by this, in milliseconds. */
const STATUS_KEPT = 48 * 3600_000;

/** The page's address of an attempt's status, on the endpoint's own origin: a path, so that it holds behind any proxy. */
export async function statusUrlOf(config: Config, signer: Signer, record: OrderRecord, attempt: Attempt): Promise<string> {
  // An order that was paid long ago is shown as paid to a payer who may pay it, so the time runs from now.
  const exp = Math.floor((Math.max(attempt.expiresAt, config.clock.now()) + STATUS_KEPT) / 1000);
  return `${config.path}/status/${await signer.statusToken({ orderId: record.orderId, attempt: attempt.n, exp })}`;
}

/** Where MixPay is to call back about an attempt. */
export async function callbackUrlOf(config: Config, signer: Signer, orderId: string, attempt: number): Promise<string> {
  return `${config.origin}${config.path}/callback/${await signer.callbackToken(orderId, attempt)}`;
}
