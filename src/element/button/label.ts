import { isDecimal } from '../../core/decimal.js';
import type { Quote } from '../../core/mixpay-error.js';
import { formatAmount } from '../../core/format.js';
import type { PageClock } from '../../core/clock.js';
import { buttonWords } from '../locales/button/en.js';
import { text, type IntentFields } from './attributes.js';
import { lacksWords, language, loadLanguage } from './language.js';
import { oneRound } from './round.js';

export type Verb = 'pay' | 'buy' | 'checkout' | 'donate' | 'order' | 'subscribe' | 'tip';

/** Names of coins, fetched by the first who shows a price in one. */
let coins: { symbolOf(assetId: string): string | undefined } | undefined;

/** The name of a coin, where there is one and it has arrived. */
export function coinName(assetId: string | undefined): string | undefined {
  return assetId === undefined ? undefined : coins?.symbolOf(assetId);
}

const labels = oneRound<string>();

/** The button's words for its verb, with the price where one is shown. An unknown verb counts as `pay`. */
export function labelOf(fields: Quote & { verb: string }, locale: string): string {
  const [given, amount, asset, symbol] = [fields.verb, fields.quoteAmount, fields.quoteAssetId, fields.quoteSymbol].map(text);
  return labels([locale, given, amount, asset, symbol].join('\n'), () => {
    const { t, tag, pending } = language(locale);
    const verb = (`${given}Amount` in buttonWords ? given : 'pay') as Verb;
    // A number without its coin would be another price.
    if (!isDecimal(amount) || needsCoins(fields)) return pending ? 'MixPay' : t(verb);
    const price = formatAmount(amount, asset, pending ? locale : tag, symbol ?? coinName(asset));
    return pending ? price : t(`${verb}Amount`, { amount: price });
  });
}

/** Fiat ids have three letters, coins have UUIDs. */
function needsCoins({ quoteAssetId, quoteSymbol }: Partial<Quote>): boolean {
  return coins === undefined && text(quoteSymbol) === undefined && (text(quoteAssetId) ?? '').length > 3;
}

/** Fetches what the words of a button need, and calls `arrived` when something new has come. */
export function loadWords(button: IntentFields, locale: string, clock: PageClock, arrived: () => void): void {
  if (!needsCoins(button) && !lacksWords(locale)) return;
  void Promise.all([loadCoins(button), loadLanguage(locale, clock)]).then((news) => {
    if (news.includes(true)) arrived();
  });
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
