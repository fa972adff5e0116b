import { html, nothing, type TemplateResult } from 'lit/html.js';
import { renderContent, type DialogActions, type DialogPosition } from './dialog-content.js';
import { dialogStyles } from './dialog.styles.js';
import { contentStyles } from './dialog-content.styles.js';
import type { PageClock } from '../../core/clock.js';
import type { PaymentFlow } from './flow.js';
import { drawQr, fitQr, type QrDrawing } from './qr.js';
import type { Session } from './session.js';
import { lockScroll } from './page-looks.js';
import { isUnseen, toneOf, type DialogModel } from './dialog-model.js';

export const styles = [dialogStyles, contentStyles];

/** Clicks this soon after the dialog appears were meant for what was there before. */
const SETTLING_TIME = 400;

/** The native dialog of one button: opening, closing, and what a click in it may do. */
export class PaymentDialog {
  readonly #session: Session;
  readonly #clock: PageClock;
  readonly #actions: DialogActions;
  #element: HTMLDialogElement | undefined;
  #watcher: IntersectionObserver | undefined;
  #shownAt = Number.NEGATIVE_INFINITY;
  #position: DialogPosition = { qrWanted: false, copied: undefined };
  #wasUnseen = false;
  /** The text that is to be copied by hand. */
  #byHand: HTMLElement | null = null;
  #qr: { url: string; drawing: QrDrawing } | undefined;

  constructor(session: Session, flow: PaymentFlow, clock: PageClock) {
    this.#session = session;
    this.#clock = clock;
    this.#actions = {
      close: (reason) => flow.close(reason),
      again: () => flow.again(),
      showQr: () => this.#move({ qrWanted: true }),
      copy: (text) => void this.#copy(text),
      qr: (url) => this.#drawing(url),
    };
  }

  /** Opens or closes the native dialog, whatever state it is in: one that was moved in the page is open and not modal. */
  sync(dialog: HTMLDialogElement, open: boolean): void {
    // Something around the button was hidden or shown: drawing again finds out which.
    if (open && dialog.isConnected && this.#element !== dialog) this.#watch(dialog);
    if (dialog.open && !(open && dialog.matches(':modal'))) dialog.close();
    lockScroll(dialog, open && dialog.isConnected);
    if (!open) {
      dialog.removeAttribute('style');
      return;
    }
    if (!dialog.open) {
      this.#shownAt = this.#clock.monotonic();
      dialog.showModal();
      this.focus();
      this.#session.hint(({ warnOfContrast }) => warnOfContrast(dialog, '--mixpay-dialog-color or --mixpay-dialog-background'));
    }
    // A modal dialog that cannot be seen would make the whole page unusable.
    if (!isRendered(dialog)) this.#session.close('hidden');
    arrange(dialog);
    // What could not be copied is selected, to be copied by hand: its name says so. It may be below what is in sight.
    const text = dialog.querySelector('input');
    if (text !== null && text !== this.#byHand) {
      text.focus();
      text.scrollIntoView({ block: 'nearest' });
      // Engines show the end of a selection, or some of its middle. The beginning says whose address it is.
      text.scrollLeft = 0;
    }
    this.#byHand = text;
  }

  /** Puts the focus on the title, which names what the dialog shows now. */
  focus(): void {
    this.#element?.querySelector('h2')?.focus();
  }

  /** The button has left the page, and the dialog with it. */
  left(): void {
    this.#watcher?.disconnect();
    if (this.#element !== undefined) lockScroll(this.#element, false);
    this.#element = this.#watcher = undefined;
  }

  #watch(dialog: HTMLDialogElement): void {
    this.#watcher?.disconnect();
    this.#watcher = new IntersectionObserver(() => this.#session.changed());
    this.#watcher.observe((this.#element = dialog));
  }

  /** @param open a closed dialog stays in the page, empty, so that closing gives the focus back to where it was */
  render(model: DialogModel, open: boolean): TemplateResult {
    const { language, dark } = model;
    const unseen = isUnseen(model);
    // While the payment cannot be seen there is no QR code, also where the payer had asked for one.
    if (unseen && !this.#wasUnseen) this.#position = { ...this.#position, qrWanted: false };
    this.#wasUnseen = unseen;
    if (!open) this.#position = { qrWanted: false, copied: undefined };
    return html`<dialog
      part="dialog"
      class=${`${toneOf(model)} ${dark ? 'dark' : 'light'}`}
      lang=${language.tag}
      dir=${language.dir}
      translate="no"
      aria-labelledby="title"
      aria-describedby="payee amount status what"
      @cancel=${this.#onCancel}
      @close=${this.#onClosed}
      @click=${{ handleEvent: this.#guard, capture: true }}
      @keydown=${this.#onKeydown}
    >
      ${open ? renderContent(model, this.#position, this.#actions) : nothing}
    </dialog>`;
  }

  /** A message of MixPay's embedded page. What it says is not believed: the endpoint is asked. */
  heard(event: MessageEvent): void {
    const frame = this.#element?.querySelector('iframe');
    if (frame === undefined || frame === null || event.source !== frame.contentWindow || event.origin !== new URL(frame.src).origin) return;
    const data: unknown = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'MIXPAY_PAYMENT') this.#session.wake();
  }

  /** Drawn once for each link, not at every tick of the countdown. */
  #drawing(url: string): QrDrawing {
    if (this.#qr?.url !== url) this.#qr = { url, drawing: drawQr(url) };
    return this.#qr.drawing;
  }

  #move(change: Partial<DialogPosition>): void {
    this.#position = { ...this.#position, ...change };
    this.#session.changed();
  }

  async #copy(text: string): Promise<void> {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    this.#move({ copied: { text, done } });
  }

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#session.close('escape');
  };

  /** Chromium closes a dialog at a second Escape without a `cancel` event: https://issues.chromium.org/issues/41491338 */
  readonly #onClosed = (): void => {
    if (this.#element?.open === false) this.#session.close('escape');
  };

  /** The second half of a double click, or a click meant for what the dialog has just covered, acts on nothing. */
  readonly #guard = (event: MouseEvent): void => {
    if (event.detail < 2 && this.#clock.monotonic() - this.#shownAt >= SETTLING_TIME) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** A key held down since before the dialog opened presses nothing in it. */
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  };
}

/** What takes measuring: the QR code, and a height that never shrinks while the dialog is open. */
function arrange(dialog: HTMLDialogElement): void {
  const code = dialog.querySelector<SVGSVGElement>('[part="qr-code"]');
  if (code !== null) fitQr(code);
  dialog.style.setProperty('--held', `${dialog.offsetHeight}px`);
}

/** Safari 16.4 has no `checkVisibility`, nor anything that hides an element and leaves it its box. */
function isRendered(element: HTMLElement): boolean {
  return 'checkVisibility' in element ? element.checkVisibility() : (element as HTMLElement).getClientRects().length > 0;
}
