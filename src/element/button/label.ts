import { isDecimal } from '../../core/decimal.js';
import type { Quote } from '../../core/mixpay-error.js';
import { formatAmount } from '../../core/format.js';
import type { PageClock } from '../../core/clock.js';
import { buttonWords } from '../locales/button/en.js';
import { text, type TargetFields } from './attributes.js';
import { language, loadLanguage } from './language.js';

export type Verb = 'pay' | 'buy' | 'checkout' | 'donate' | 'order' | 'subscribe' | 'tip';

/** Names of coins, fetched by the first who shows a price in one. */
let coins: { symbolOf(assetId: string): string | undefined } | undefined;

/** The name of a coin, where there is one and it has arrived. */
export function coinName(assetId: string | undefined): string | undefined {
  return assetId === undefined ? undefined : coins?.symbolOf(assetId);
}

/** The button's words for its verb, with the price where one is shown. An unknown verb counts as `pay`. */
export function labelOf(fields: TargetFields & { verb: string }, locale: string): string {
  const { t, tag, pending } = language(locale);
  const given = text(fields.verb);
  const verb = (`${given}Amount` in buttonWords ? given : 'pay') as Verb;
  const amount = text(fields.quoteAmount);
  // A number without its coin would be another price.
  if (!isDecimal(amount) || needsCoins(fields)) return pending ? 'MixPay' : t(verb);
  const asset = text(fields.quoteAssetId);
  const price = formatAmount(amount, asset, pending ? locale : tag, text(fields.quoteSymbol) ?? coinName(asset));
  return pending ? price : t(`${verb}Amount`, { amount: price });
}

/** Fiat ids have three letters, coins have UUIDs. */
function needsCoins({ quoteAssetId, quoteSymbol }: Partial<Quote>): boolean {
  return coins === undefined && text(quoteSymbol) === undefined && (text(quoteAssetId) ?? '').length > 3;
}

/** Fetches what the words of a button need. @returns whether anything new arrived */
export async function loadWords(button: TargetFields, locale: string, clock: PageClock): Promise<boolean> {
  const coming = loadCoins(button);
  const arrived = await loadLanguage(locale, clock);
  return (await coming) || arrived;
}

/** Fetches the names of coins where a price needs one. @returns whether they arrived now */
export async function loadCoins(price: Partial<Quote>): Promise<boolean> {
  if (!needsCoins(price)) return false;
  coins = await import('../../core/coins.js').catch(() => undefined);
  return coins !== undefined;
}

/** The language a person reads this element in: its own `locale`, else the nearest `lang`, through shadow roots. */
export function localeOf(element: HTMLElement & { locale: string | null }): string {
  let lang = text(element.locale);
  for (let node: Element | undefined = element; !lang && node !== undefined;) {
    lang = node.closest('[lang]')?.getAttribute('lang')?.trim();
    const root: Node = node.getRootNode();
    node = 'mode' in root ? (root as ShadowRoot).host : undefined;
  }
  return lang || 'en';
}
