import { css } from '@lit/reactive-element';

const dark = css`
  --surface: #171b2b;
  --text: #f0f2fa;
  --accent: var(--mixpay-accent, #7d93ff);
  --on-accent: var(--mixpay-on-accent, #0b1030);
  --good: #6fdca8;
  --bad: #ff9a92;
  --work: #f4c869;
  color-scheme: dark;
`;

export const dialogStyles = css`
  dialog {
    --surface: #fff;
    --text: #14182b;
    --muted: color-mix(in srgb, var(--text) 70%, var(--surface));
    --line: color-mix(in srgb, var(--text) 12%, var(--surface));
    --soft: color-mix(in srgb, var(--text) 5%, var(--surface));
    --accent: var(--mixpay-accent, #2b4bf2);
    --on-accent: var(--mixpay-on-accent, #fff);
    --good: #0b7a4b;
    --bad: #b3261e;
    --work: #7a5300;
    box-sizing: border-box;
    inline-size: min(400px, 100vw - 32px);
    max-block-size: min(820px, 100vh - 32px);
    margin: auto;
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border: 0;
    border-radius: var(--mixpay-dialog-radius, 20px);
    background: var(--mixpay-dialog-background, var(--surface));
    color: var(--mixpay-dialog-color, var(--text));
    box-shadow: 0 24px 64px rgb(10 16 40 / 30%);
    color-scheme: light;
    font: 400 15px/1.45 var(--mixpay-font, system-ui, sans-serif);
    letter-spacing: normal;
    text-align: center;
    text-transform: none;
    text-shadow: none;
    text-indent: 0;
    white-space: normal;
    word-spacing: normal;
    overflow-wrap: anywhere;
    cursor: auto;
    visibility: visible;
    user-select: text;
    -webkit-user-select: text;
    pointer-events: auto;
  }
  dialog.theme-dark {
    ${dark}
  }
  @media (prefers-color-scheme: dark) {
    dialog.theme-auto {
      ${dark}
    }
  }
  dialog::backdrop {
    background: var(--mixpay-backdrop, rgb(10 16 40 / 56%));
  }
  .header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 14px 14px 0 24px;
  }
  h2 {
    margin: 0;
    font: inherit;
    font-weight: 600;
    color: var(--muted);
    outline: none;
  }
  dialog :is(button, a) {
    box-sizing: border-box;
    font: inherit;
    color: inherit;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  dialog :is(button, a):focus-visible {
    outline: 3px solid color-mix(in srgb, var(--accent) 70%, transparent);
    outline-offset: 2px;
  }
  .close,
  .outcome {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--muted);
  }
  .close svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .body {
    display: flex;
    flex-direction: column;
    align-items: stretch;
    gap: 12px;
    padding: 4px 24px 24px;
  }
  p,
  figure {
    margin: 0;
  }
  @media (max-width: 480px) {
    dialog {
      inline-size: 100%;
      max-inline-size: 100%;
      max-block-size: 92dvh;
      margin-block: auto 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
      padding-block-end: env(safe-area-inset-bottom, 0);
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear 0.18s ease-out;
    }
    .status.waiting .dot,
    .status.working .dot,
    .placeholder {
      animation: pulse 1.6s ease-in-out infinite;
    }
  }
  @media (forced-colors: active) {
    dialog,
    .status,
    .qr-card,
    .primary {
      border: 1px solid;
    }
    .qr-card svg {
      forced-color-adjust: none;
    }
  }
  /* Moves and does not fade: a QR code is readable from its first frame on. */
  @keyframes appear {
    from {
      translate: 0 12px;
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.45;
    }
  }
`;
