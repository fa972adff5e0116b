import { systemClock, type Clock } from '../../src/core/clock.js';
import { sqlStore, type Fetch } from '../../src/server/index.js';
import { createShop, type Shop } from '../common/shop.js';
import { openDatabase } from './database.js';
import { keepSecret } from './secret.js';
import { cookieVisitors } from './visitors.js';

export type { Shop };

export interface ShopOptions {
  /** Where orders, payments and the secret are kept. */
  folder: string;
  /** `http://localhost:5173` */
  origin: string;
  /** A MixPay account: payments are then real. Without one the sandbox takes them. */
  payeeId?: string | undefined;
  /** What that account receives. @default USDT */
  settlementAssetId?: string | undefined;
  clock?: Clock;
  /** Reaches the real MixPay. */
  fetch?: Fetch;
  /** Called with what went wrong. */
  complain?: (message: string, error?: unknown) => void;
}

const SWEEP_EVERY = 15_000;

/** Opens the shop on this machine, over a SQLite file. */
export async function openShop({ folder, ...options }: ShopOptions): Promise<Shop> {
  const { origin, payeeId, clock = systemClock, complain = () => undefined } = options;
  // Two files, so that play money never shows up among real orders.
  const db = await openDatabase(folder, payeeId === undefined ? 'sandbox.sqlite' : 'mixpay.sqlite');
  const shop = createShop({
    ...options,
    store: sqlStore(db, { clock }),
    secret: keepSecret(folder),
    visitors: cookieVisitors,
    origins: loopbackNames(origin),
  });
  const sweep = setInterval(() => {
    shop.handler.sweep().catch((error: unknown) => complain('the sweep', error));
  }, SWEEP_EVERY);
  sweep.unref();
  return {
    ...shop,
    async close() {
      clearInterval(sweep);
      await shop.close();
      await db.dispose();
    },
  };
}

/** One machine, three ways to write it: a page opened under any of them may pay. */
function loopbackNames(origin: string): string[] {
  const { protocol, port } = new URL(origin);
  const suffix = port === '' ? '' : `:${port}`;
  return ['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${suffix}`).filter((other) => other !== origin);
}
