import type { CSSResult } from '@lit/reactive-element';
import { nothing, render } from 'lit/html.js';
import type { MixPayButton } from '../button/button.js';
import { LOST_AFTER } from '../button/page.js';
import { adoptStyles } from './adopt-styles.js';
import type { PaymentDialog } from './dialog.js';
import { renderSaid } from './face.js';
import { renderFloor } from './floor.js';
import type { PaymentFlow } from './flow.js';
import { statusText, titleOf } from './sentences.js';
import type { Session } from './session.js';
import { sessionStyles } from './session.styles.js';
import type { DialogModel } from './dialog-model.js';

/** All that stands in the element besides its button: the dialog or the floor, or only what a screen reader says; and the focus in it. */
export class Drawing {
  readonly #button: MixPayButton;
  readonly #session: Session;
  readonly #flow: PaymentFlow;
  #styles: readonly CSSResult[];
  #dialog: PaymentDialog | undefined;
  #loading: Promise<boolean> | undefined;
  /** Ends the waiting for the dialog. */
  #giveUp: (() => void) | undefined;
  /** The status as the payer was told it last, wherever that was. */
  #told: string | undefined;
  /** What is said of it where there is neither dialog nor floor. */
  #said = '';
  /** Whether the focus was in the dialog or the floor before this drawing, or is to leave a dialog that closes. */
  #hadFocus = false;
  #wasOpen = false;

  constructor(button: MixPayButton, session: Session, flow: PaymentFlow) {
    this.#button = button;
    this.#session = session;
    this.#flow = flow;
    this.#styles = [...(button.constructor as typeof MixPayButton).elementStyles, sessionStyles] as CSSResult[];
    this.#root.addEventListener('click', stay);
  }

  get #root(): ShadowRoot {
    return this.#button.renderRoot as ShadowRoot;
  }

  /** The button is in this document now. */
  adoptStyles(): void {
    adoptStyles(this.#root, this.#styles);
  }

  draw(root: ShadowRoot, model: DialogModel): void {
    const { dialogOpen, floor } = this.#flow;
    const { activeElement } = root;
    this.#hadFocus = activeElement !== null && activeElement !== root.querySelector('button');
    const below = [
      floor ? renderFloor(model, this.#flow) : nothing,
      renderSaid(this.#sayOnce(model, dialogOpen || floor), model.language),
      this.#dialog?.render(model, dialogOpen) ?? nothing,
    ];
    // A translator of pages has wrapped texts: taken out again, or nothing that is drawn there would be seen any more.
    // https://issues.chromium.org/issues/41407169
    for (const font of root.querySelectorAll<HTMLElement>('font')) font.replaceWith(font.textContent);
    render(below, root);
  }

  /** After each drawing: the native dialog, and the focus. */
  drawn(): void {
    const dialog = this.#root.querySelector('dialog');
    const { dialogOpen } = this.#flow;
    if (dialog !== null) this.#dialog?.sync(dialog, dialogOpen);
    const { activeElement, body } = this.#button.ownerDocument;
    // What had the focus is gone. An element of the page that has it keeps it.
    if ((this.#hadFocus || (this.#wasOpen && !dialogOpen)) && activeElement === body) {
      if (dialogOpen) this.#dialog?.focus();
      else this.#button.focus({ preventScroll: true });
    }
    this.#wasOpen = dialogOpen;
  }

  /** The button has left the page. */
  left(): void {
    this.#dialog?.left();
    this.#giveUp?.();
  }

  heard(event: MessageEvent): void {
    this.#dialog?.heard(event);
  }

  /** Loads the dialog. @returns whether it can be shown; what hangs is treated as lost, and may come later */
  load(): Promise<boolean> {
    this.#loading ??= new Promise((resolve) => {
      // Once it has been given up, nobody waits for it again: it is there, or it is not.
      this.#giveUp = () => {
        cancel();
        resolve(this.#dialog !== undefined);
      };
      const cancel = this.#session.payments.ports.clock.after(LOST_AFTER, this.#giveUp);
      void this.#load().then(this.#giveUp);
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    try {
      // The simulated pages of unit tests have none.
      if (!('showModal' in HTMLDialogElement.prototype)) return;
      const { payments } = this.#session;
      const { PaymentDialog, styles } = await payments.importDialog();
      this.#styles = [...this.#styles, ...styles];
      this.adoptStyles();
      this.#dialog = new PaymentDialog(this.#session, this.#flow, payments.ports.clock);
      this.#loading = Promise.resolve(true);
      this.#session.changed();
    } catch {
      // A chunk that did not come may come at the next click.
      this.#loading = undefined;
    }
  }

  /** What the payment has to itself among those of the page. */
  get #payment(): string | undefined {
    const { record } = this.#flow.checkout;
    return record?.code ?? record?.statusUrl;
  }

  /** Whether it is this button, of those that share a payment, that says what becomes of it. */
  get #speaks(): boolean {
    const payment = this.#payment;
    if (payment === undefined) return true;
    const sharing = this.#session.payments.sessions.map(({ drawing }) => drawing).filter((other) => other.#payment === payment);
    if (sharing.some((other) => other.#flow.dialogOpen || other.#flow.floor)) return false;
    // What is not rendered is not said, either: a page may have one button for wide screens and another for narrow ones.
    return sharing.find((other) => other.#isRendered) === this;
  }

  get #isRendered(): boolean {
    return (this.#root.querySelector('button') as HTMLElement).getClientRects().length > 0;
  }

  /** Each status is said once: in the dialog or the floor where one is to be seen, and not again when that closes. */
  #sayOnce(model: DialogModel, elsewhere: boolean): string {
    const status = `${titleOf(model)} ${statusText(model)}`;
    // What was known when the page opened is not announced.
    if (elsewhere || this.#told === undefined) this.#said = '';
    else if (status !== this.#told) this.#said = /^(idle|ready|open|unpaid)$/.test(model.state) || !this.#speaks ? '' : status;
    this.#told = status;
    return this.#said;
  }
}

/** A click in dialog or floor sets off nothing that the button stands in, such as a link. Links of its own are followed. */
function stay(event: Event): void {
  if ((event.target as Element).closest('a') === null) event.preventDefault();
}
