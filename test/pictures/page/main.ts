import '../../../src/element/locales/index.js';
import { nextFrame } from '@open-wc/testing';
import type { MixPayButton } from '../../../src/element/button/button.js';
import { showButtons } from './buttons.js';
import { showDialog } from './dialogs.js';
import type { Look } from './looks.js';

/** Empties the page, and makes it what the next picture is of. */
async function begin({ theme, locale }: Look): Promise<void> {
  // Before anything is measured in the letters of another font: a button keeps the width it has when it is pressed.
  await Promise.all([...document.fonts].map((font) => font.load()));
  const { documentElement: root, body } = document;
  body.replaceChildren();
  root.className = theme;
  root.lang = locale;
  root.dir = locale === 'ar' ? 'rtl' : 'ltr';
}

/** Waits until what is shown is drawn, and stands still. */
async function settle(css: string): Promise<void> {
  const buttons = [...document.querySelectorAll<MixPayButton>('mixpay-button')];
  const more = new CSSStyleSheet();
  await more.replace(css);
  for (const button of buttons) {
    button.shadowRoot?.adoptedStyleSheets.push(more);
    button.requestUpdate();
    await button.updateComplete;
  }
  await nextFrame();
  await nextFrame();
  for (const { shadowRoot } of buttons) standOnWholePixels(shadowRoot);
  for (const root of [document, ...buttons.map(({ shadowRoot }) => shadowRoot)]) {
    for (const animation of root?.getAnimations() ?? []) animation.cancel();
  }
}

/** Between two pixels a line falls on the one or the other, as the browser's layers happen to be. */
function standOnWholePixels(root: ShadowRoot | null): void {
  const dialog = root?.querySelector('dialog');
  if (dialog?.open !== true) return;
  dialog.style.boxSizing = 'border-box';
  dialog.style.height = `${Math.ceil(dialog.getBoundingClientRect().height)}px`;
  const body = dialog.querySelector('[part="body"]');
  if (body !== null && body.scrollTop > 0) body.scrollTop = body.scrollHeight;
}

window.pictures = {
  async showDialog(situation, look, css) {
    await begin(look);
    await showDialog(situation, look);
    await settle(css);
  },
  async showButtons(look, css) {
    await begin(look);
    await showButtons(look);
    await settle(css);
  },
};
