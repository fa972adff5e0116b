import { text } from './attributes.js';
import type { MixPayButton } from './button.js';
import { make, put, say } from './elements.js';
import { labelOf } from './label.js';
import { language } from './language.js';
import { copyAria } from './aria.js';
import { opensDialog } from './opening.js';
import type { Face } from './seam.js';

/**
 * Draws the button without Lit's templates, which come with the payment part: most buttons are never pressed.
 * @param lost whether a sentence says that neither the payment part nor a form would do
 */
export function drawLooks(
  host: MixPayButton,
  button: HTMLButtonElement,
  { words, tone }: Face,
  locale: string,
  disabled: boolean,
  lost: boolean,
): void {
  const label = button.lastElementChild as HTMLElement;
  // What it holds itself is the button's own label.
  const slot = label.firstElementChild as HTMLSlotElement;
  const slotted = host.firstChild === null ? [] : slot.assignedNodes();
  const isFilled = slotted.length > 0;
  // A `slot="fallback"` child on lines of its own leaves blanks around it, which would take the place of the button's words.
  const own =
    words === undefined && !(isFilled && slotted.every(({ nodeName, textContent }) => nodeName === '#text' && !textContent?.trim()));
  const said = words ?? labelOf(host, locale);
  const { tag, dir, pending, t } = language(locale);
  button.className = ['button', host.variant, host.size, tone].map(text).join(' ');
  button.disabled = disabled;
  put(button, 'aria-busy', String(tone === 'busy'));
  // Where this tab goes to the checkout, only what has ended is told in the dialog.
  put(button, 'aria-haspopup', tone === 'paid' || tone === 'failed' || opensDialog(host.mode) ? 'dialog' : null);
  copyAria(host, button, words === undefined);
  // The shop's own label is in the language around it.
  const shops = own && isFilled;
  button.lang = shops ? '' : tag;
  button.dir = shops ? '' : dir;
  // Whole texts, whatever a translator of pages has made of them.
  slot.hidden = !own;
  say(slot, own ? said : '');
  // Most buttons never need what stands beside it.
  if (slot.nextSibling === null && (host.tagline || !own || shops)) label.append(make('small', { part: 'tagline' }), make('span'));
  if (slot.nextSibling !== null) {
    say(slot.nextSibling as HTMLElement, own && host.tagline && !pending ? t('withCrypto') : '');
    say(label.lastChild as HTMLElement, own ? '' : said);
  }
  const root = host.renderRoot;
  root.querySelector('#lost')?.remove();
  if (lost) root.append(make('p', { id: 'lost', part: 'floor', role: 'alert', translate: 'no', lang: tag, dir }, t('notLoaded')));
}
