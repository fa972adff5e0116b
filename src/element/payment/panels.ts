import type { CSSResult } from '@lit/reactive-element';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { MixPayButton } from '../button/button.js';
import type { Language } from '../button/language.js';
import { LOST_AFTER } from '../button/page.js';
import { adoptStyles } from './adopt-styles.js';
import type { PaymentDialog } from './dialog.js';
import { renderFloor } from './floor.js';
import type { PaymentFlow } from './flow.js';
import { statusText, titleOf } from './sentences.js';
import type { Session } from './session.js';
import { sessionStyles } from './session.styles.js';
import type { DialogModel } from './dialog-model.js';

/** Draws what the element has besides its button: dialog or floor, and words for screen readers alone. Keeps the focus in it. */
export class Panels {
  readonly #button: MixPayButton;
  readonly #session: Session;
  readonly #flow: PaymentFlow;
  #styles: readonly CSSResult[];
  #dialog: PaymentDialog | undefined;
  #loading: Promise<boolean> | undefined;
  /** Ends the waiting for the dialog. */
  #giveUp: (() => void) | undefined;
  /** The status that was shown or announced last, wherever that was. */
  #told: string | undefined;
  /** The words for screen readers alone, where there is neither dialog nor floor. */
  #said = '';
  /** Whether the focus was in the dialog or the floor before this drawing. */
  #hadFocus = false;
  #wasOpen = false;

  constructor(button: MixPayButton, session: Session, flow: PaymentFlow) {
    this.#button = button;
    this.#session = session;
    this.#flow = flow;
    this.#styles = [...(button.constructor as typeof MixPayButton).elementStyles, sessionStyles] as CSSResult[];
    this.#root.addEventListener('click', stopOuterAction);
  }

  get #root(): ShadowRoot {
    return this.#button.renderRoot as ShadowRoot;
  }

  /** Call when the button has come into a document. */
  adoptStyles(): void {
    adoptStyles(this.#root, this.#styles);
  }

  draw(root: ShadowRoot, model: DialogModel): void {
    const { dialogOpen, floor } = this.#flow;
    const { activeElement } = root;
    this.#hadFocus = activeElement !== null && activeElement !== root.querySelector('button');
    const below = [
      floor ? renderFloor(model, this.#flow) : nothing,
      renderAnnouncement(this.#announceOnce(model, dialogOpen || floor), model.language),
      this.#dialog?.render(model, dialogOpen) ?? nothing,
    ];
    // A page translator has wrapped texts in <font>. Unless that is taken out again, Lit draws into text nodes that nobody sees.
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
    // The element that had the focus is gone, and the browser gave it to the body. Other elements of the page keep theirs.
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
      // Once it has been given up, later calls do not wait again: they learn whether it is there.
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
      // The simulated pages of unit tests have no dialogs.
      if (!('showModal' in HTMLDialogElement.prototype)) return;
      const { payments } = this.#session;
      const { PaymentDialog, styles } = await payments.importDialog();
      this.#styles = [...this.#styles, ...styles];
      this.adoptStyles();
      this.#dialog = new PaymentDialog(this.#session, this.#flow, payments.ports.clock);
      this.#loading = Promise.resolve(true);
      this.#session.changed();
    } catch {
      // A file that did not load may load at the next click.
      this.#loading = undefined;
    }
  }

  /** What tells the payment apart from others of the page. */
  get #payment(): string | undefined {
    const { record } = this.#flow.checkout;
    return record?.code ?? record?.statusUrl;
  }

  /** Whether this button, of those that share a payment, announces its status. */
  get #announces(): boolean {
    const payment = this.#payment;
    if (payment === undefined) return true;
    const sharing = this.#session.payments.sessions.map(({ drawing }) => drawing).filter((other) => other.#payment === payment);
    if (sharing.some((other) => other.#flow.dialogOpen || other.#flow.floor)) return false;
    // Not one that is hidden: a page may have one button for wide screens and another for narrow ones.
    return sharing.find((other) => other.#isRendered) === this;
  }

  get #isRendered(): boolean {
    return (this.#root.querySelector('button') as HTMLElement).getClientRects().length > 0;
  }

  /** Each status is announced once: by dialog or floor where one is shown, and not again when that closes. */
  #announceOnce(model: DialogModel, elsewhere: boolean): string {
    const status = `${titleOf(model)} ${statusText(model)}`;
    // What was known when the page opened is not announced.
    if (elsewhere || this.#told === undefined) this.#said = '';
    else if (status !== this.#told) this.#said = /^(idle|ready|open|unpaid)$/.test(model.state) || !this.#announces ? '' : status;
    this.#told = status;
    return this.#said;
  }
}

/** A click in dialog or floor does not activate a link or label around the button. Links of our own are followed. */
function stopOuterAction(event: Event): void {
  if ((event.target as Element).closest('a') === null) event.preventDefault();
}

/** Words for screen readers alone. */
function renderAnnouncement(words: string, { tag, dir }: Language): TemplateResult {
  return html`<span class="said" role="status" translate="no" lang=${tag} dir=${dir}>${words}</span>`;
}
