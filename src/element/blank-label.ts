import type { LitElement, ReactiveController } from 'lit';

/**
 * Whether nothing but blanks stands where the shop's label could. A `slot="fallback"` child on lines of its own leaves such
 * blanks around it; slotted like any text, they would take the place of the default words, and the button would have none.
 */
export class BlankLabel implements ReactiveController {
  blank = false;
  readonly #host: LitElement;
  #observer: MutationObserver | undefined;
  #looked = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Not `slotchange`, which says nothing of a text that changes: frameworks fill an empty text node later.
    this.#observer ??= new MutationObserver(() => this.#look());
    this.#observer.observe(this.#host, { childList: true, characterData: true, subtree: true });
    if (this.#host.hasUpdated) this.#look();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  /** After the first drawing and not before: that one has to be what a server would have sent. */
  hostUpdated(): void {
    if (this.#looked) return;
    this.#looked = true;
    queueMicrotask(() => this.#look());
  }

  #look(): void {
    const label = [...this.#host.childNodes].filter((node) => node instanceof Text || (node instanceof Element && node.slot === ''));
    const blank = label.length > 0 && label.every((node) => node instanceof Text && node.data.trim() === '');
    if (blank === this.blank) return;
    this.blank = blank;
    this.#host.requestUpdate();
  }
}
