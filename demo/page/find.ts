/** The element of this selector and class, which the page must have. @throws Error where it has none, or one of another class */
export function find<T extends HTMLElement>(selector: string, kind: abstract new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`${location.pathname}: expected ${selector} to be an ${kind.name}`);
}
