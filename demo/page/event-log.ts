import type {
  MixPayCloseEvent,
  MixPayEndEvent,
  MixPayErrorEvent,
  MixPayOpenEvent,
  MixPayRequestEvent,
  MixPayStatusEvent,
} from '../../src/index.js';
import { make } from './make.js';

const LONGEST = 60;

type Describe = {
  [Name in keyof HTMLElementEventMap as Name extends `mixpay-${string}` ? Name : never]: (event: HTMLElementEventMap[Name]) => string;
};

/** What each event says, in a line. */
const DESCRIBE: Describe = {
  'mixpay-request': ({ order }: MixPayRequestEvent) => `order ${order.orderId ?? `of item “${order.item ?? ''}”`}`,
  'mixpay-open': ({ mode, requestedMode, reason, url }: MixPayOpenEvent) =>
    `${mode}${mode === requestedMode ? '' : ` (asked for ${requestedMode}${reason === undefined ? '' : `: ${reason}`})`} ${url}`,
  'mixpay-status': ({ status }: MixPayStatusEvent) => status,
  'mixpay-success': ({ resumed }: MixPayEndEvent) => (resumed ? 'paid, begun before this page' : 'paid'),
  'mixpay-failed': ({ payment, resumed }: MixPayEndEvent) =>
    `code ${payment.failureCode ?? 'unknown'}${resumed ? ', begun before this page' : ''}`,
  'mixpay-close': ({ reason }: MixPayCloseEvent) => reason,
  'mixpay-error': ({ error }: MixPayErrorEvent) => `${error.code}: ${error.message}`,
};

/** Writes every event of every button of a document into the list, the newest first. */
export function keepLog(list: HTMLElement, of: Document = document): void {
  for (const name of Object.keys(DESCRIBE) as (keyof Describe)[]) {
    of.addEventListener(name, (event) => {
      const describe = DESCRIBE[name] as (event: Event) => string;
      // No `instanceof`: the element may be in a frame, whose classes are not those of this page.
      const thing = (event.target as Element).closest<HTMLElement>('[data-product]')?.dataset['product'] ?? '';
      const line = make('li', { 'data-event': name, 'data-thing': thing });
      line.append(
        make('time', {}, new Date().toLocaleTimeString('en-GB')),
        make('code', {}, name),
        make('span', { class: 'thing-name' }, thing),
        make('span', { class: 'detail' }, describe(event)),
      );
      list.prepend(line);
      while (list.children.length > LONGEST) list.lastElementChild?.remove();
    });
  }
}
