/** The page's own name, as it tells it to those who link to it; else its host name. */
export function siteName(page: Document): string | undefined {
  const name = page.querySelector<HTMLMetaElement>('meta[property="og:site_name"]')?.content.trim();
  return name || location.hostname || undefined;
}

/** Whether the page is dark where the button is: what its `color-scheme` says, else what the system prefers. */
export function isDark(button: Element): boolean {
  const said = getComputedStyle(button).colorScheme as string | undefined;
  const meta = button.ownerDocument.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content ?? '';
  const schemes = said !== undefined && /light|dark/.test(said) ? said : meta;
  const [light, dark] = [schemes.includes('light'), schemes.includes('dark')];
  // Simulated pages, as unit tests use them, have no media.
  const { matchMedia } = window as Partial<Window>;
  return light === dark ? matchMedia?.call(window, '(prefers-color-scheme: dark)').matches === true : dark;
}

/** The dialogs that are open, and what the page said before the first of them. */
const open = new Set<HTMLElement>();
let before = { overflow: '', scrollbarGutter: '' };

/** Keeps the page behind a dialog from scrolling, and from moving where its scroll bar was. */
export function lockScroll(dialog: HTMLElement, locked: boolean): void {
  if (locked === open.has(dialog)) return;
  const { style, clientWidth } = dialog.ownerDocument.documentElement;
  if (open.size === 0) {
    before = { overflow: style.overflow, scrollbarGutter: style.scrollbarGutter };
    if (clientWidth < innerWidth) style.scrollbarGutter = 'stable';
    style.overflow = 'hidden';
  }
  if (locked) open.add(dialog);
  else open.delete(dialog);
  if (open.size === 0) Object.assign(style, before);
}
