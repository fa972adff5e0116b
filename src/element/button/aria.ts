import { ReactiveElement } from '@lit/reactive-element';
import { put } from './elements.js';

/**
 * An element that hears what its page says of it to screen readers. The attributes stay as they were written: hydration reports
 * what is missing or new, and a page that is fitted to new HTML loses what that does not have.
 */
export class AriaFromHost extends ReactiveElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'aria-label', 'aria-describedby'];
  }

  /** @internal */
  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    this.requestUpdate();
  }
}

/**
 * Says it of the button too, which has the focus and the role.
 * @param own whether the button shows its own label: other words on it speak for themselves
 */
export function copyAria(host: HTMLElement, button: HTMLElement, own: boolean): void {
  put(button, 'aria-label', own ? host.getAttribute('aria-label') : null);
  // Ids do not reach into a shadow root, elements do: in Chrome 135, Firefox 136 and Safari 16.4.
  if ('ariaDescribedByElements' in host) button.ariaDescribedByElements = host.ariaDescribedByElements;
  else put(button, 'aria-description', describing(host));
}

function describing(host: HTMLElement): string | null {
  const root = host.getRootNode() as Document;
  const ids = host.getAttribute('aria-describedby')?.split(/\s+/);
  return ids?.map((id) => root.getElementById(id)?.textContent).join(' ') ?? null;
}
