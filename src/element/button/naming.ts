import { ReactiveElement } from '@lit/reactive-element';

/** What a page may say of the element to screen readers. */
const NAMING = ['aria-label', 'aria-describedby'];

/** An element of which nothing of that is said, because its button says it. */
export class NamedInside extends ReactiveElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...NAMING];
  }

  /** @internal Under another name it says nothing of the element itself, and goes along with copies of it. */
  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (now === null || !NAMING.includes(name)) return;
    this.setAttribute(`data-${name}`, now);
    super.removeAttribute(name);
    this.requestUpdate();
  }

  /** @internal Takes back what has become another attribute. */
  override removeAttribute(name: string): void {
    super.removeAttribute(name);
    if (!NAMING.includes(name)) return;
    super.removeAttribute(`data-${name}`);
    this.requestUpdate();
  }
}

/**
 * Says it of the button instead, which has the focus and the role; of both it would be read twice.
 * @param own whether the button shows its own label: other words on it speak for themselves
 */
export function nameButton(host: HTMLElement, button: HTMLElement, own: boolean): void {
  const { ariaLabel, ariaDescribedby } = host.dataset;
  if (own && ariaLabel !== undefined) button.setAttribute('aria-label', ariaLabel);
  else button.removeAttribute('aria-label');
  if (ariaDescribedby === undefined) return;
  const root = host.getRootNode() as Document;
  const describing = ariaDescribedby.split(/\s+/).flatMap((id) => root.getElementById(id) ?? []);
  // Ids do not reach into a shadow root, elements do: in Chrome 135, Firefox 136 and Safari 16.4.
  if ('ariaDescribedByElements' in button) button.ariaDescribedByElements = describing;
  else (button as HTMLElement).setAttribute('aria-description', describing.map(({ textContent }) => textContent).join(' '));
}
