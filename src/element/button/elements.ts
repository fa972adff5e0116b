let drawn: HTMLElement | undefined;

/** The button's elements, made once and copied; by DOM calls, which no Content-Security-Policy refuses. */
export function drawButton(): HTMLButtonElement {
  drawn ??= make(
    'button',
    { part: 'button', type: 'button', translate: 'no' },
    make(
      'span',
      { part: 'icon', class: 'icon' },
      make('slot', { name: 'icon' }, make('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, make('path', { d: MARK }))),
    ),
    make('span', { part: 'label', class: 'label' }, make('slot', {}, '')),
  );
  return drawn.cloneNode(true) as HTMLButtonElement;
}

/** Two interlocking strokes: this button's own mark. */
const MARK = 'M3.5 18V7.2c0-1 1.2-1.5 1.9-.8L12 13l6.6-6.6c.7-.7 1.9-.2 1.9.8V18';

/** An element of HTML or SVG. */
export function make(tag: string, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElement {
  const space = /svg|path/.test(tag) ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml';
  const element = document.createElementNS(space, tag) as HTMLElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** Gives an element an attribute, or takes it away. What it has already is not written again. */
export function put(element: HTMLElement, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * Writes words where others stand, whatever a translator of pages has made of those. Into the text that is there, for other text
 * in a slot is news to it.
 */
export function say(element: HTMLElement, words: string): void {
  if (element.textContent === words) return;
  const { firstChild, lastChild } = element;
  (firstChild?.nodeName === '#text' && firstChild === lastChild ? firstChild : element).textContent = words;
}
