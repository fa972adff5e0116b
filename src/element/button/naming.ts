/** What a page may say of the element to screen readers. */
export const NAMING = ['aria-label', 'aria-describedby'];

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
