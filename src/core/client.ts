import type { PageClock } from './clock.js';
import { MixPayError } from './errors.js';
import type { OrderRequest } from './order.js';
import type { Payment } from './payment.js';
import { parseJson } from './read.js';
import { readRetryAfter } from './retry-after.js';
import { redacted } from './url.js';
import { parseCreated, parsePayment, parseRefusal, readServerTime, type CreatedPayment } from './wire.js';

interface ClientPorts {
  fetch: typeof globalThis.fetch;
  clock: PageClock;
  /** What the browser says of its network. */
  online(): boolean;
  /** The page's origin, so that messages can tell a CORS refusal from a server that is down. */
  origin?: string;
}

interface CreateCall {
  endpoint: string;
  order: OrderRequest;
  /** `Idempotency-Key`: one UUID per intent; every retry carries the same. */
  key: string;
  /** Extra headers, e.g. a session token a shop adds in `mixpay-request`. */
  headers?: Headers;
  credentials?: RequestCredentials;
  signal: AbortSignal;
}

interface StatusCall {
  statusUrl: string;
  credentials?: RequestCredentials;
  signal: AbortSignal;
}

/**
 * With every answer: how many milliseconds the server's clock is ahead of this page's, by `now` in the body or the `Date` header.
 * Undefined where neither can be read (cross-origin answers hide `Date`).
 */
interface Timed {
  drift: number | undefined;
}

interface Answer extends Timed {
  body: unknown;
}

/** A create may wait for MixPay behind the merchant's server; a status read is asked again anyway. */
const CREATE_TIMEOUT = 30_000;
const STATUS_TIMEOUT = 15_000;

/** Talks to the merchant's endpoint. Sends each request once: whoever calls decides whether to ask again. */
export class EndpointClient {
  readonly #ports: ClientPorts;

  constructor(ports: ClientPorts) {
    this.#ports = ports;
  }

  /**
   * `POST endpoint`: asks for a short code.
   * @throws MixPayError; never anything else
   */
  async create({ endpoint, order, key, headers, credentials = 'same-origin', signal }: CreateCall): Promise<CreatedPayment & Timed> {
    const request = `POST ${redacted(endpoint)}`;
    const all = new Headers(headers);
    all.set('Content-Type', 'application/json');
    all.set('Accept', 'application/json');
    all.set('Idempotency-Key', key);
    const { body, drift } = await this.#exchange(
      request,
      endpoint,
      // A followed redirect could turn the POST into a GET, or send the order to somebody else.
      { method: 'POST', headers: all, body: JSON.stringify(order), credentials, redirect: 'manual' },
      CREATE_TIMEOUT,
      signal,
    );
    return { ...parseCreated(body, request), drift };
  }

  /**
   * `GET statusUrl`: asks how the payment stands.
   * @throws MixPayError; 404 is `not_followed`, 410 `superseded` or `forgotten`
   */
  async status({ statusUrl, credentials = 'same-origin', signal }: StatusCall): Promise<{ payment: Payment } & Timed> {
    const request = `GET ${redacted(statusUrl)}`;
    const init: RequestInit = { headers: { Accept: 'application/json' }, credentials };
    try {
      const { body, drift } = await this.#exchange(request, statusUrl, init, STATUS_TIMEOUT, signal);
      return { payment: parsePayment(body, request), drift };
    } catch (cause) {
      if (!(cause instanceof MixPayError) || cause.status !== 404) throw cause;
      throw new MixPayError('not_followed', `${request}: this payment is not known there (any more).`, { status: 404, cause });
    }
  }

  async #exchange(request: string, url: string, init: RequestInit, timeout: number, outer: AbortSignal): Promise<Answer> {
    const { fetch, clock } = this.#ports;
    if (!this.#ports.online()) throw new MixPayError('offline', `${request}: the browser is offline.`, { retryable: true });
    const inner = new AbortController();
    const late = new MixPayError('timeout', `${request}: no answer within ${timeout / 1000} s.`, { retryable: true });
    const cancelTimer = clock.after(timeout, () => inner.abort(late));
    const stop = (): void => inner.abort();
    outer.addEventListener('abort', stop, { once: true });
    if (outer.aborted) stop();
    try {
      const response = await fetch(url, { ...init, cache: 'no-store', signal: inner.signal });
      return await this.#read(request, response);
    } catch (cause) {
      if (cause instanceof MixPayError) throw cause;
      if (inner.signal.reason === late) throw late;
      if (outer.aborted) throw new MixPayError('aborted', `${request}: given up.`, { cause });
      throw this.#unreachable(request, url, cause);
    } finally {
      cancelTimer();
      outer.removeEventListener('abort', stop);
    }
  }

  async #read(request: string, response: Response): Promise<Answer> {
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      throw new MixPayError('redirected', `${request}: expected an answer, received a redirect. Use its final address.`);
    }
    const text = await response.text();
    const body = parseJson(text);
    if (response.ok) {
      if (body !== undefined) return { body, drift: this.#driftOf(body, response) };
      const what = text.trim() === '' ? 'an empty body' : (response.headers.get('Content-Type') ?? 'an untyped body');
      throw new MixPayError('bad_answer', `${request}: expected JSON, received ${what}. Check its path and its answer.`, {
        retryable: true,
        status: response.status,
      });
    }
    const retryAfter = readRetryAfter(response.headers.get('Retry-After'), this.#ports.clock.now());
    throw parseRefusal(response.status, body, request, retryAfter);
  }

  #driftOf(body: unknown, response: Response): number | undefined {
    const time = readServerTime(body) ?? Date.parse(response.headers.get('Date') ?? '');
    return Number.isNaN(time) ? undefined : time - this.#ports.clock.now();
  }

  #unreachable(request: string, url: string, cause: unknown): MixPayError {
    const { origin } = this.#ports;
    if (!this.#ports.online()) return new MixPayError('offline', `${request}: the browser went offline.`, { retryable: true, cause });
    const foreign = origin !== undefined && new URL(url).origin !== origin;
    const advice = foreign
      ? `It is on another origin: it is down, or does not allow ${origin} (CORS: Access-Control-Allow-Origin).`
      : 'Is the server up, and does the page’s Content-Security-Policy allow it (connect-src)?';
    return new MixPayError('unreachable', `${request}: no answer. ${advice}`, { retryable: true, cause });
  }
}
