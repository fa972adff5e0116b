import { listed } from '../asset-lists.js';
import type { Market } from '../assets.js';
import { coinOf, type Coin } from '../coins.js';
import { isExpired } from '../life.js';
import type { PaymentRecord } from '../record.js';
import { html, type Markup } from './html.js';
import { hidden } from './parts.js';

/** How many coins are in sight; the others are one press away, so that the way to pay stays on a phone's screen. */
const IN_SIGHT = 8;

/** The coin can be chosen until something arrives, unless the merchant fixed it. */
export function coinChoice(record: PaymentRecord, market: Market, now: number, token: string): Markup | false {
  if (record.status !== 'unpaid' || isExpired(record, now) || record.terms.paymentAssetId !== undefined) return false;
  const coins = coinsFor(record, market);
  const [first, more] = [coins.slice(0, IN_SIGHT), coins.slice(IN_SIGHT)];
  return html`<form method="post" class="coins">
    <h2>Pay with</h2>
    ${hidden('token', token)}${hidden('action', 'coin')}
    <div class="chips">${first.map((coin) => chip(coin, record))}</div>
    ${
      more.length > 0 &&
      html`<details>
        <summary>${more.length} more</summary>
        <div class="chips">${more.map((coin) => chip(coin, record))}</div>
      </details>`
    }
  </form>`;
}

/** The chosen coin is among those in sight: where it is none of them, it comes first. */
function coinsFor({ assetId }: PaymentRecord, market: Market): Coin[] {
  const coins = listed(market).filter((coin) => !market.unsupported.has(coin.assetId));
  const place = coins.findIndex((coin) => coin.assetId === assetId);
  if (place >= 0 && place < IN_SIGHT) return coins;
  return [coinOf(assetId), ...coins.filter((coin) => coin.assetId !== assetId)];
}

/** A token says which chain it is on, because the same token exists on several. */
function chip({ assetId, chainId, symbol, name, network }: Coin, record: PaymentRecord): Markup {
  const isToken = chainId !== assetId;
  return html`<button
    name="paymentAssetId"
    value="${assetId}"
    data-coin="${symbol}"
    title="${isToken ? `${name} on ${network}` : name}"
    aria-pressed="${String(assetId === record.assetId)}"
  >
    ${symbol}${isToken && html`<small>${coinOf(chainId).symbol}</small>`}
  </button>`;
}
