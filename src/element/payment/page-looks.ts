/** The site's name as the page gives it in `og:site_name`, else its host name. */
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

/** The root element behind each open dialog, and the styles it had before the first of them opened. */
const pages = new Map<HTMLElement, HTMLElement>();
const before = new WeakMap<HTMLElement, { overflow: string; scrollbarGutter: string }>();

/** Keeps the page behind a dialog from scrolling, and from moving where its scroll bar was; also when the dialog is moved to another document. */
export function lockScroll(dialog: HTMLElement, locked: boolean): void {
  const page = locked ? dialog.ownerDocument.documentElement : undefined;
  const last = pages.get(dialog);
  if (page === last) return;
  pages.delete(dialog);
  const isFree = (one: HTMLElement): boolean => ![...pages.values()].includes(one);
  if (last !== undefined && isFree(last)) Object.assign(last.style, before.get(last));
  if (page === undefined) return;
  const { style, clientWidth } = page;
  if (isFree(page)) {
    before.set(page, { overflow: style.overflow, scrollbarGutter: style.scrollbarGutter });
    if (clientWidth < (page.ownerDocument.defaultView ?? window).innerWidth) style.scrollbarGutter = 'stable';
    style.overflow = 'hidden';
  }
  pages.set(dialog, page);
}
