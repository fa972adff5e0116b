import type { Clock } from '../../src/core/clock.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import type { Sql } from './database.js';

export const SANDBOX_PATH = '/sandbox';

export interface DemoSandboxOptions {
  sql: Sql;
  /** Carries callbacks to the shop. */
  fetch: typeof fetch;
  clock: Clock | undefined;
}

/** The stand-in for MixPay, whose payments survive a restart as the real ones would. */
export function openSandbox({ sql, fetch, clock }: DemoSandboxOptions): Sandbox {
  return createSandbox({
    basePath: SANDBOX_PATH,
    fetch,
    ...(clock === undefined ? {} : { clock }),
    persistence: {
      async load() {
        const [row] = await sql('SELECT state FROM sandbox_state WHERE id = 1');
        return row === undefined ? null : (JSON.parse(String(row['state'])) as unknown);
      },
      async save(state) {
        const text = JSON.stringify(state);
        await sql('INSERT INTO sandbox_state (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state', text);
      },
    },
  });
}
