import { html, nothing, type TemplateResult } from 'lit/html.js';
import { renderContent, type DialogActions, type DialogState } from './dialog-content.js';
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
  #state: DialogState = { qrWanted: false, copied: undefined };
  #wasUnseen = false;
  /** The field with a text that could not be copied, while it is shown. */
  #byHand: HTMLElement | null = null;
  #qr: { url: string; drawing: QrDrawing } | undefined;

  constructor(session: Session, flow: PaymentFlow, clock: PageClock) {
    this.#session = session;
    this.#clock = clock;
    this.#actions = {
      close: (reason) => flow.close(reason),
      again: () => flow.again(),
      showQr: () => this.#change({ qrWanted: true }),
      copy: (text) => void this.#copy(text),
      qr: (url) => this.#qrOf(url),
    };
  }

  /** Opens or closes the native dialog, whatever state it is in: one that was moved in the page is open and not modal. */
  sync(dialog: HTMLDialogElement, open: boolean): void {
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
    // A text that could not be copied gets the focus, which selects it; its accessible name says why. It may need to be scrolled to.
    const text = dialog.querySelector('input');
    if (text !== null && text !== this.#byHand) {
      text.focus();
      text.scrollIntoView({ block: 'nearest' });
      // Browsers scroll the field to the end or the middle of the selection. Only the beginning says whose address it is.
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

  /** Draws again when something around the button is hidden or shown, which `sync` then finds out. */
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
    if (unseen && !this.#wasUnseen) this.#state = { ...this.#state, qrWanted: false };
    this.#wasUnseen = unseen;
    if (!open) this.#state = { qrWanted: false, copied: undefined };
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
      ${open ? renderContent(model, this.#state, this.#actions) : nothing}
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
  #qrOf(url: string): QrDrawing {
    if (this.#qr?.url !== url) this.#qr = { url, drawing: drawQr(url) };
    return this.#qr.drawing;
  }

  #change(change: Partial<DialogState>): void {
    this.#state = { ...this.#state, ...change };
    this.#session.changed();
  }

  async #copy(text: string): Promise<void> {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    this.#change({ copied: { text, done } });
  }

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#session.close('escape');
  };

  /** Chromium closes a dialog at a second Escape without a `cancel` event: https://issues.chromium.org/issues/41491338 */
  readonly #onClosed = (): void => {
    if (this.#element?.open === false) this.#session.close('escape');
  };

  /** Stops the second half of a double click, and a click meant for what the dialog has just covered. */
  readonly #guard = (event: MouseEvent): void => {
    if (event.detail < 2 && this.#clock.monotonic() - this.#shownAt >= SETTLING_TIME) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** Stops a key that has been held down since before the dialog opened. */
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  };
}

/** What has to be measured: the size of the QR code, and a height that never shrinks while the dialog is open. */
function arrange(dialog: HTMLDialogElement): void {
  const code = dialog.querySelector<SVGSVGElement>('[part="qr-code"]');
  if (code !== null) fitQr(code);
  dialog.style.setProperty('--held', `${dialog.offsetHeight}px`);
}

/** Safari 16.4 has no `checkVisibility`. It has no `content-visibility` either, so that an element is hidden when it has no box. */
function isRendered(element: HTMLElement): boolean {
  return 'checkVisibility' in element ? element.checkVisibility() : (element as HTMLElement).getClientRects().length > 0;
}
