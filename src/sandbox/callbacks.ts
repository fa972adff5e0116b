import { isRecord } from '../core/result.js';
import { isLoopback, parseUrl } from '../core/url.js';
import type { Ledger } from './ledger.js';
import { nextDue } from './life.js';
import type { SandboxSettings } from './options.js';
import type { Delivery, PaymentRecord } from './record.js';

/** After each attempt that was not acknowledged, in seconds: nine attempts in about two hours. */
export const CALLBACK_DELAYS: readonly number[] = [15, 15, 30, 180, 1800, 1800, 1800, 1800];

const ATTEMPTS = CALLBACK_DELAYS.length + 1;
const TIMEOUT = 20_000;

/** Longer waits are taken in steps: platform timers hold no more than 24 days. */
const LONGEST_WAIT = 86_400_000;

/** Carries out what is due: deadlines that end in a callback, settlements, and the callbacks with their retries. */
export class Callbacks {
  readonly #ledger: Ledger;
  readonly #settings: SandboxSettings;
  readonly #timers = new Map<string, () => void>();
  readonly #running = new Map<string, Promise<void>>();
  #closed = false;

  constructor(ledger: Ledger, settings: SandboxSettings) {
    this.#ledger = ledger;
    this.#settings = settings;
    ledger.onPut = (record) => this.#watch(record);
  }

  /** Resolves once no attempt is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** One timer a payment, at the next moment something is due. */
  #watch({ code }: PaymentRecord): void {
    // Reading may itself change the payment and set a timer, so the old one is cancelled after it.
    const record = this.#ledger.get(code);
    this.#timers.get(code)?.();
    this.#timers.delete(code);
    const due = record === undefined || this.#closed ? undefined : nextDue(withoutRunning(record, this.#running));
    if (record === undefined || due === undefined) return;
    const wait = due - this.#settings.clock.now();
    if (wait <= 0) this.#attemptDue(record);
    else
      this.#timers.set(
        code,
        this.#settings.clock.after(Math.min(wait, LONGEST_WAIT), () => this.#watch(record)),
      );
  }

  #attemptDue(record: PaymentRecord): void {
    const now = this.#settings.clock.now();
    record.deliveries.forEach((delivery, index) => {
      const key = deliveryKey(record.code, index);
      if (delivery.outcome !== undefined || delivery.dueAt > now || this.#running.has(key)) return;
      const attempt = this.#attempt(record, delivery).then(async (after) => {
        this.#running.delete(key);
        this.#record(record.code, index, after);
        await this.#ledger.flush();
      });
      // A state that cannot be saved now is saved with the next change.
      this.#running.set(
        key,
        attempt.catch(() => undefined),
      );
    });
  }

  #record(code: string, index: number, after: Delivery): void {
    const record = this.#ledger.get(code);
    if (record === undefined || this.#closed) return;
    this.#ledger.put({ ...record, deliveries: record.deliveries.map((delivery, at) => (at === index ? after : delivery)) });
  }

  async #attempt(record: PaymentRecord, delivery: Delivery): Promise<Delivery> {
    const url = parseUrl(record.terms.callbackUrl ?? '');
    if (url === undefined || !(this.#settings.allowPublicCallbacks || isLoopback(url))) {
      return { ...delivery, outcome: 'skipped', lastAnswer: 'not sent: the sandbox calls back loopback only' };
    }
    const answer = await this.#post(url, record, delivery);
    const attempts = delivery.attempts + 1;
    if (answer === 'SUCCESS') return { ...delivery, attempts, outcome: 'delivered', lastAnswer: answer };
    const delay = CALLBACK_DELAYS[delivery.attempts];
    if (delay === undefined || attempts >= ATTEMPTS) return { ...delivery, attempts, outcome: 'gave_up', lastAnswer: answer };
    return { ...delivery, attempts, dueAt: this.#settings.clock.now() + delay * 1000, lastAnswer: answer };
  }

  /** `SUCCESS`, or in words what came instead. */
  async #post(url: URL, { terms, traceId }: PaymentRecord, { event }: Delivery): Promise<string> {
    const { clock, fetch, nameCallbackEvent } = this.#settings;
    const controller = new AbortController();
    const body = { orderId: terms.orderId ?? '', traceId, payeeId: terms.payeeId, ...(nameCallbackEvent ? { callbackEvent: event } : {}) };
    let cancel: () => void = () => undefined;
    const timeout = new Promise<string>((resolve) => {
      cancel = clock.after(TIMEOUT, () => {
        controller.abort();
        resolve('no answer within 20 s');
      });
    });
    const exchange = fetch(url.href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: controller.signal,
    }).then(readAnswer, () => 'could not be reached');
    // Both, because a server may answer its head and then hang, and an injected fetch may ignore the signal.
    const answer = await Promise.race([exchange, timeout]);
    cancel();
    return answer;
  }
}

/** Acknowledged is HTTP 200 with `{"code":"SUCCESS"}` and nothing else. */
async function readAnswer(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const acknowledged = response.status === 200 && isRecord(body) && body['code'] === 'SUCCESS';
  return acknowledged ? 'SUCCESS' : `HTTP ${response.status} without {"code":"SUCCESS"}`;
}

function deliveryKey(code: string, index: number): string {
  return `${code} ${index}`;
}

/** What is under way is not due again. */
function withoutRunning(record: PaymentRecord, running: ReadonlyMap<string, unknown>): PaymentRecord {
  return { ...record, deliveries: record.deliveries.filter((_, index) => !running.has(deliveryKey(record.code, index))) };
}
