import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Clock } from '../../src/core/clock.js';
import type { Store, Stored } from '../../src/server/index.js';
import { importTool } from '../tools/provide-tool.js';
import type { D1Call } from './d1-script.js';
import type { MiniflareModule } from './miniflare.js';

const SCRIPT = fileURLToPath(new URL('./d1-script.ts', import.meta.url));

export interface D1Worker {
  open(table: string, clock: Clock): Store;
  stop(): Promise<void>;
}

/** A Worker on workerd with a D1 database of its own, and stores that ask it. */
export async function startD1Worker(): Promise<D1Worker> {
  const bundle = await build({
    entryPoints: [SCRIPT],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['cloudflare:workers'],
    write: false,
    logLevel: 'error',
  });
  const { Miniflare } = await importTool<MiniflareModule>('miniflare');
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: bundle.outputFiles[0]?.text ?? '' }],
    compatibilityDate: '2026-05-01',
    compatibilityFlags: ['nodejs_compat'],
    d1Databases: ['DB'],
  });
  const ask = async (call: D1Call): Promise<unknown> => {
    const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body: JSON.stringify(call) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  return {
    open: (table, clock) => ({
      get: async (...get) => (await ask({ table, now: clock.now(), get })) as Stored | null,
      put: async (...put) => (await ask({ table, now: clock.now(), put })) as string | null,
      due: async (...due) => (await ask({ table, now: clock.now(), due })) as ({ key: string } & Stored)[],
    }),
    stop: () => worker.dispose(),
  };
}
