import type { Clock } from '../../src/core/clock.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import type { Store } from '../../src/server/index.js';
import { Shelf } from './shelf.js';

export interface DemoSandboxOptions {
  basePath: string;
  store: Store;
  /** Carries callbacks to the shop, which is this very process wherever it says it is. */
  fetch: typeof fetch;
  clock: Clock | undefined;
}

/** The stand-in for MixPay, whose payments survive a restart as the real ones would. */
export function openSandbox({ basePath, store, fetch, clock }: DemoSandboxOptions): Sandbox {
  const states = new Shelf<unknown>(store, 'sandbox');
  return createSandbox({
    basePath,
    fetch,
    allowPublicCallbacks: true,
    ...(clock === undefined ? {} : { clock }),
    persistence: {
      load: () => states.read('state'),
      async save(state) {
        await states.change('state', () => state);
      },
    },
  });
}
