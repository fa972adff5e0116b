let drawn: HTMLElement | undefined;

/** The button's elements, made once and copied; by DOM calls, which no Content-Security-Policy refuses. */
export function drawButton(): HTMLElement {
  drawn ??= make(
    'button',
    { part: 'button', type: 'button', translate: 'no' },
    make(
      'span',
      { part: 'icon', class: 'icon' },
      make('slot', { name: 'icon' }, make('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, make('path', { d: MARK }))),
    ),
    make('span', { part: 'label', class: 'label' }, make('slot'), make('small', { part: 'tagline' }), make('span')),
  );
  return drawn.cloneNode(true) as HTMLElement;
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

/** What is in it that changes. */
export function piecesOf(root: ParentNode): [button: HTMLButtonElement, icon: HTMLElement, label: HTMLElement] {
  const button = root.querySelector('button') as HTMLButtonElement;
  return [button, button.firstElementChild as HTMLElement, button.lastElementChild as HTMLElement];
}

/** Writes words where others stand, whatever a translator of pages has made of those. */
export function say(element: HTMLElement, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/**
 * Whether all that is in a slot is blanks: a `slot="fallback"` child on lines of its own leaves them around it. Slotted like any
 * text they would take the place of the button's words.
 */
export function holdsBlanks(slot: HTMLSlotElement): boolean {
  const nodes = slot.assignedNodes();
  return nodes.length > 0 && nodes.every((node) => node.nodeName === '#text' && node.textContent?.trim() === '');
}
