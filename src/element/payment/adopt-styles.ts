import type { CSSResult } from '@lit/reactive-element';

/** Gives a root these styles, in whichever document it is now: constructed style sheets are of one document only. */
export function adoptStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  const { defaultView: view } = root.ownerDocument;
  if (view === null) return;
  root.adoptedStyleSheets = styles.map((style) => {
    if (view === window) return style.styleSheet as CSSStyleSheet;
    const copy = new view.CSSStyleSheet();
    copy.replaceSync(style.cssText);
    return copy;
  });
}
