import type { Language } from './strings.js';

export const VERBS = ['pay', 'buy', 'checkout', 'donate', 'order', 'subscribe', 'tip'] as const;
export type Verb = (typeof VERBS)[number];

/** The label for a verb, with the price where one is shown. An unknown verb counts as `pay`. */
export function labelOf(verb: string, amount: string | undefined, { t }: Language): string {
  const known = VERBS.find((name) => name === verb) ?? 'pay';
  return amount === undefined ? t(known) : t(`${known}Amount`, { amount });
}

/** The language a person reads this element in: its own `locale`, else the nearest `lang`, through shadow roots. */
export function localeOf(element: HTMLElement & { locale: string | null }): string {
  // A removed attribute leaves null.
  if (element.locale !== null && element.locale !== '') return element.locale;
  let node: Element | null = element;
  while (node !== null) {
    const lang: string | undefined = node.closest('[lang]')?.getAttribute('lang')?.trim();
    if (lang !== undefined && lang !== '') return lang;
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return 'en';
}
