import { css } from '@lit/reactive-element';

/**
 * The dialog around its content. It is measured in percentages, because a `zoom` of the page multiplies viewport units:
 * https://github.com/w3c/csswg-drafts/issues/13016
 */
export const dialogStyles = css`
  dialog {
    /* Text styles of the page are not inherited. */
    all: initial;
    --surface: var(--mixpay-dialog-background, #fff);
    --text: var(--mixpay-dialog-color, #14181f);
    --muted: color-mix(in srgb, var(--text) 68%, var(--surface));
    --line: color-mix(in srgb, var(--text) 13%, var(--surface));
    --soft: color-mix(in srgb, var(--text) 5%, var(--surface));
    --accent: var(--mixpay-accent, #2b4bf2);
    --on-accent: var(--mixpay-on-accent, #fff);
    --waiting: #2343c4;
    --careful: #8a5300;
    --good: #0b7a4b;
    --bad: #b3261e;
    --room: calc(100% - 2rem);
    box-sizing: border-box;
    position: fixed;
    inset: 5% 0 auto;
    display: flex;
    flex-direction: column;
    width: 25rem;
    max-width: var(--room);
    /* At least as high as it has been since it opened, so that nothing moves when its content changes. */
    min-height: min(var(--held, 0px), 95% - 1rem);
    max-height: calc(95% - 1rem);
    margin: 0 auto;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--mixpay-dialog-radius, 20px);
    background: var(--surface);
    color: var(--text);
    box-shadow: 0 24px 64px rgb(10 16 40 / 30%);
    color-scheme: light;
    font: 400 1rem/1.45 var(--mixpay-font, system-ui, sans-serif);
    user-select: text;
    -webkit-user-select: text;
  }
  dialog:not([open]) {
    display: none;
  }
  dialog.dark {
    --surface: var(--mixpay-dialog-background, #161a21);
    --text: var(--mixpay-dialog-color, #eceff4);
    --accent: var(--mixpay-accent, #7d93ff);
    --on-accent: var(--mixpay-on-accent, #0b1030);
    --waiting: #9db4ff;
    --careful: #f5bd5c;
    --good: #5fd394;
    --bad: #ff8f86;
    color-scheme: dark;
  }
  /* Black or white, as on the button. */
  @supports (color: color(from red xyz y y y)) {
    dialog.dark,
    dialog {
      --on-accent: var(
        --mixpay-on-accent,
        color(from var(--accent) xyz calc((0.179 - y) * 9e9) calc((0.179 - y) * 9e9) calc((0.179 - y) * 9e9))
      );
    }
  }
  dialog::backdrop {
    background: var(--mixpay-backdrop, rgb(10 16 40 / 56%));
  }
  .header {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 10px;
    padding-inline: 24px 12px;
    border-block-end: 1px solid var(--line);
  }
  .payee span {
    display: block;
    line-height: 1.3;
  }
  .payee :not(.muted),
  h2 {
    font: inherit;
    font-weight: 650;
    outline: none;
  }
  dialog :is(button, a) {
    box-sizing: border-box;
    font: inherit;
    color: inherit;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  .close,
  .chip {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--muted);
  }
  dialog path:not([fill]) {
    stroke-width: 2;
  }
  /* It scrolls below the header, so that no scroll bar moves the close button. */
  .body {
    display: flex;
    flex: auto;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    flex-direction: column;
    gap: 12px;
    padding: 16px 24px 24px;
  }
  .body > * {
    flex: none;
  }
  dialog :is(p, h2, figure) {
    margin: 0;
  }
  @media (max-width: 480px) {
    dialog {
      inset: auto 0 0;
      width: 100%;
      max-width: none;
      border-width: 1px 0 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
      padding-block-end: env(safe-area-inset-bottom, 0);
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear 0.18s ease-out;
    }
  }
  @media (prefers-contrast: more) {
    dialog {
      --muted: var(--text);
      --line: var(--text);
    }
  }
  @media (forced-colors: active) {
    dialog :is(.outcome, .primary) {
      border: 1px solid;
    }
    .qr-card {
      forced-color-adjust: none;
    }
  }
  /* Prints the shop's page, or once it is paid the receipt, on the first sheet alone. */
  @media print {
    dialog :is(.close, .chip, .end) {
      display: none;
    }
    dialog {
      position: absolute;
      inset: 0 0 auto;
      width: 100%;
      max-width: none;
      min-height: 0;
      max-height: none;
      overflow: visible;
      border: 0;
      box-shadow: none;
    }
    dialog::backdrop {
      background: #fff;
    }
    /* Not display: none, because a dialog without a box is closed: see sync() in dialog.ts. */
    dialog:not(.good),
    dialog:not(.good)::backdrop {
      visibility: hidden;
    }
  }
  /* Moves and does not fade: a QR code is readable from its first frame on. */
  @keyframes appear {
    from {
      translate: 0 12px;
    }
  }
`;
