import { createApi } from './api.js';
import { Callbacks } from './callbacks.js';
import type { PaymentChange } from './change.js';
import { answerControl, changePayment, viewOf, type PaymentView } from './control.js';
import { errorEnvelope } from './envelope.js';
import { Faults, type Fault } from './faults.js';
import { Ledger } from './ledger.js';
import { settingsOf, type SandboxOptions } from './options.js';
import { answerCheckout } from './page/answer.js';
import { answerHome } from './page/home.js';
import { Refusal } from './refusal.js';

/** A stand-in for MixPay: answers requests as `https://api.mixpay.me` and `https://mixpay.me/code/…` would. */
export interface Sandbox {
  (request: Request): Promise<Response>;
  /** Does to a payment what `POST /control/<code>` does. Rejects with what would be the answer's message where it is not possible. */
  control(code: string, change: PaymentChange): Promise<PaymentView>;
  /** All payments, oldest first. */
  payments(): Promise<PaymentView[]>;
  /** Makes the API answer with errors, nonsense or nothing; an empty list ends that. */
  setFaults(faults: readonly Fault[]): void;
  /** Resolves once no callback is under way: for tests, instead of waiting. */
  idle(): Promise<void>;
  /** Cancels all timers and ends hanging requests. What is saved stays. */
  close(): void;
}

/**
 * Makes a sandbox. Web-standard only: the same function serves Node (through an adapter), Deno, Bun and workerd.
 *
 * | path | what |
 * |---|---|
 * | `POST /v1/one_time_payment` | creates a payment: form or JSON |
 * | `GET /v1/payments_result` | its result |
 * | `GET /v1/setting/{quote,payment,settlement}_assets` | the assets |
 * | `GET /code/<code>` | the checkout page |
 * | `GET /` | the newest payments |
 * | `POST /control/<code>` | a {@link PaymentChange}, from a script |
 * | `POST /control` | `{"faults":[…]}`, each a {@link Fault} |
 *
 * @throws MixPayError `invalid_field` on an option that cannot be meant
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = settingsOf(options);
  const ledger = new Ledger(settings);
  const callbacks = new Callbacks(ledger, settings);
  const faults = new Faults(settings.faults);
  let close: () => void = () => undefined;
  const closed = new Promise<never>((_, reject) => {
    close = () => reject(new Refusal(-1, 'The sandbox was closed', 503));
  });
  closed.catch(() => undefined);
  const api = createApi(ledger, settings, faults, closed);

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const path = pathPast(settings.basePath, pathname);
    try {
      await ledger.ready();
      if (path === '/') return answerHome(ledger, settings);
      if (path.startsWith('/v1/')) return await api(request, path);
      const [, area, code = '', ...more] = path.split('/');
      if (area === 'code' && more.length === 0) return await answerCheckout(request, code, ledger, settings);
      if (area === 'control' && more.length === 0) return await answerControl(request, code, ledger, settings, faults);
      throw new Refusal(404, `No such link: ${pathname}`, 404);
    } catch (error) {
      return errorEnvelope(error, settings.clock.now());
    }
  }

  return Object.assign(answer, {
    async control(code: string, change: PaymentChange) {
      await ledger.ready();
      return viewOf(await changePayment(code, change, ledger, settings), settings);
    },
    async payments() {
      await ledger.ready();
      return ledger.all().map((record) => viewOf(record, settings));
    },
    setFaults: (list: readonly Fault[]) => faults.set(list),
    idle: () => callbacks.idle(),
    close() {
      callbacks.close();
      close();
    },
  });
}

/** The path below where the sandbox is mounted; empty for what lies beside it. */
function pathPast(basePath: string, pathname: string): string {
  if (pathname === basePath) return '/';
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';
}
