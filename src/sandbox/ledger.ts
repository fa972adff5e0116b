import { isRecord } from '../core/result.js';
import { advance } from './life.js';
import { payeeKey, type PaymentRecord } from './record.js';
import type { SandboxSettings } from './options.js';

const FORMAT = 1;

/** All payments of one sandbox. Whatever is read from it has first been brought up to the clock. */
export class Ledger {
  readonly #payments = new Map<string, PaymentRecord>();
  readonly #codeByTrace = new Map<string, string>();
  readonly #codeByOrder = new Map<string, string>();
  readonly #settings: SandboxSettings;
  #loading: Promise<void> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #dirty = false;

  /** Called with every payment that was put. */
  onPut: (record: PaymentRecord) => void = () => undefined;

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
  }

  /** Resolves once the saved payments are there. A failed load is tried again by the next caller. */
  ready(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  get(code: string): PaymentRecord | undefined {
    return this.#current(this.#payments.get(code));
  }

  byTrace(traceId: string): PaymentRecord | undefined {
    return this.get(this.#codeByTrace.get(traceId.toLowerCase()) ?? '');
  }

  /** `orderId` and `payeeId` together are unique. */
  byOrder(orderId: string, payeeId: string): PaymentRecord | undefined {
    return this.get(this.#codeByOrder.get(orderKey(orderId, payeeId)) ?? '');
  }

  all(): PaymentRecord[] {
    return [...this.#payments.keys()].flatMap((code) => this.get(code) ?? []);
  }

  put(record: PaymentRecord): void {
    this.#index(record);
    this.#dirty = true;
    this.onPut(record);
  }

  /** Resolves once everything put so far is saved. */
  flush(): Promise<void> {
    const { persistence } = this.#settings;
    if (persistence === undefined) return Promise.resolve();
    const next = this.#saving
      .catch(() => undefined)
      .then(async () => {
        if (!this.#dirty) return;
        this.#dirty = false;
        try {
          await persistence.save({ format: FORMAT, payments: [...this.#payments.values()] });
        } catch (error) {
          this.#dirty = true;
          throw error;
        }
      });
    this.#saving = next;
    return next;
  }

  #current(record: PaymentRecord | undefined): PaymentRecord | undefined {
    if (record === undefined) return undefined;
    const current = advance(record, this.#settings.clock.now());
    if (current !== record) this.put(current);
    return current;
  }

  #index(record: PaymentRecord): void {
    this.#payments.set(record.code, record);
    this.#codeByTrace.set(record.traceId.toLowerCase(), record.code);
    const { orderId, payeeId } = record.terms;
    if (orderId !== undefined) this.#codeByOrder.set(orderKey(orderId, payeeId), record.code);
  }

  async #load(): Promise<void> {
    const state = await this.#settings.persistence?.load();
    if (!isRecord(state) || state['format'] !== FORMAT || !Array.isArray(state['payments'])) return;
    // The sandbox reads only what it wrote itself, so the format number is enough to know the shape.
    for (const record of state['payments'] as PaymentRecord[]) {
      this.#index(record);
      this.onPut(record);
    }
  }
}

function orderKey(orderId: string, payeeId: string): string {
  return `${payeeKey(payeeId)} ${orderId}`;
}
