import type { MixPayError } from '../core/errors.js';
import type { PayResult } from './flow-host.js';

/** Whoever called `pay()` and has not heard yet how it ended. */
export class Waiting {
  #callers: { resolve: (result: PayResult) => void; reject: (error: MixPayError) => void }[] = [];

  join(): Promise<PayResult> {
    return new Promise((resolve, reject) => this.#callers.push({ resolve, reject }));
  }

  resolve(result: PayResult): void {
    for (const caller of this.#callers.splice(0)) caller.resolve(result);
  }

  reject(error: MixPayError): void {
    for (const caller of this.#callers.splice(0)) caller.reject(error);
  }
}
