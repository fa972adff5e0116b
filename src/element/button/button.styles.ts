import { css } from '@lit/reactive-element';

export const buttonStyles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  :host([hidden]),
  slot[hidden],
  .busy [name] {
    display: none;
  }
  .button {
    --height: 44px;
    --background: var(--mixpay-accent, #2b4bf2);
    --color: var(--mixpay-on-accent, #fff);
    --edge: transparent;
    box-sizing: border-box;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.55em;
    inline-size: 100%;
    min-block-size: var(--mixpay-height, var(--height));
    padding: 0.4em 1.15em;
    border: 1px solid var(--mixpay-border-color, var(--edge));
    border-radius: var(--mixpay-radius, 12px);
    background: var(--mixpay-background, var(--background));
    color: var(--mixpay-color, var(--color));
    font: 600 16px/1.25 var(--mixpay-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    touch-action: manipulation;
  }
  .small {
    --height: 36px;
    font-size: 14px;
  }
  .large {
    --height: 54px;
    font-size: 18px;
  }
  .black {
    --background: #0c0f1a;
    --color: #fff;
  }
  .white {
    --background: #fff;
    --color: #14182b;
    --edge: #d5d9e4;
  }
  .outline {
    --background: transparent;
    --color: inherit;
    --edge: currentColor;
    color: var(--mixpay-color, inherit);
  }
  .button:focus-visible {
    outline: 3px solid var(--mixpay-focus, #8da2ff);
    outline-offset: 2px;
  }
  .button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  @media (hover: hover) {
    .button:enabled:hover {
      filter: brightness(0.94);
    }
  }
  .icon {
    display: inline-flex;
    flex: none;
  }
  .icon svg,
  ::slotted([slot='icon']),
  .busy .icon::after {
    inline-size: 1.25em;
    block-size: 1.25em;
  }
  /* Every icon, and not the QR code, whose path is filled. */
  path:not([fill]) {
    fill: none;
    stroke: currentColor;
    stroke-width: 3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .busy .icon::after {
    box-sizing: border-box;
    border: 2.6px solid;
    border-top-color: transparent;
    border-radius: 50%;
    content: '';
  }
  @media (prefers-reduced-motion: no-preference) {
    .busy .icon::after {
      animation: turn 0.8s linear infinite;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`;
