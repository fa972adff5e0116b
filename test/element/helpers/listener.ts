import type { MixPayButton } from '../../../src/element/button/button.js';

const LIVE = '[role="status"], [role="alert"], [aria-live="polite"]';

/**
 * What a screen reader would say of a button and its dialog, in order: where the focus goes, and what changes in live regions.
 * Of a region that appears only an alert is said; of one behind an open dialog, nothing.
 */
export class Listener {
  readonly #heard: string[] = [];
  readonly #root: ShadowRoot;
  readonly #regions = new Map<Element, string>();
  readonly #observer: MutationObserver;
  #focused: Element | null;
  #entered = false;

  constructor(button: MixPayButton) {
    this.#root = button.renderRoot as ShadowRoot;
    this.#focused = this.#root.activeElement;
    for (const region of this.#root.querySelectorAll(LIVE)) this.#regions.set(region, textOf(region));
    this.#observer = new MutationObserver(() => this.#listen());
    this.#observer.observe(this.#root, { subtree: true, childList: true, characterData: true, attributes: true });
  }

  /** What was heard since the last call. */
  sayings(): string[] {
    this.#listen();
    return this.#heard.splice(0);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #listen(): void {
    const { activeElement } = this.#root;
    if (activeElement !== null && activeElement !== this.#focused) this.#heard.push(this.#nameOf(activeElement));
    this.#focused = activeElement;
    const dialog = this.#root.querySelector('dialog:modal');
    if (dialog === null) this.#entered = false;
    for (const region of this.#root.querySelectorAll(LIVE)) {
      const before = this.#regions.get(region) ?? (region.getAttribute('role') === 'alert' ? '' : textOf(region));
      const now = textOf(region);
      this.#regions.set(region, now);
      if (now !== before && now !== '' && (dialog === null || dialog.contains(region))) this.#heard.push(now);
    }
  }

  /** On entering the dialog its name and description are said, too. */
  #nameOf(element: Element): string {
    const dialog = element.closest('dialog');
    if (dialog === null || this.#entered) return `[${textOf(element)}]`;
    this.#entered = true;
    const [name, description] = ['aria-labelledby', 'aria-describedby'].map((attribute) => this.#named(dialog, attribute));
    return `[${name}: ${description}]`;
  }

  #named(element: Element, attribute: string): string {
    const ids = element.getAttribute(attribute)?.split(' ') ?? [];
    return ids
      .flatMap((id) => this.#root.getElementById(id) ?? [])
      .map(textOf)
      .join(' ');
  }
}

function textOf(element: Element): string {
  return element.textContent
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
