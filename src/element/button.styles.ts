import { css } from 'lit';

export const buttonStyles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  :host([hidden]) {
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
    font: 600 16px/1.25 var(--mixpay-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    letter-spacing: 0.005em;
    text-align: center;
    text-transform: none;
    cursor: pointer;
    user-select: none;
    -webkit-user-select: none;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    font-variant-numeric: tabular-nums;
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
    --color: currentColor;
    --edge: currentColor;
  }
  .button.outline {
    color: var(--mixpay-color, inherit);
  }
  .button.paid {
    --background: #0b7a4b;
    --color: #fff;
    --edge: transparent;
  }
  .button.failed {
    --background: #fff;
    --color: #b3261e;
    --edge: currentColor;
  }
  .button:focus-visible {
    outline: 3px solid var(--mixpay-focus, #8da2ff);
    outline-offset: 2px;
  }
  .button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  .button.busy {
    cursor: progress;
  }
  @media (hover: hover) {
    .button:not(:disabled):hover {
      filter: brightness(1.07);
    }
    .button.white:not(:disabled):hover,
    .button.outline:not(:disabled):hover {
      filter: brightness(0.96);
    }
  }
  .button:not(:disabled):active {
    translate: 0 1px;
  }
  .icon {
    display: inline-flex;
    flex: none;
  }
  .icon svg,
  .icon ::slotted(*) {
    inline-size: 1.25em;
    block-size: 1.25em;
  }
  .label {
    min-inline-size: 0;
  }
  .floor {
    display: grid;
    gap: 4px;
    max-inline-size: 34ch;
    margin-block-start: 8px;
    font: 400 14px/1.45 var(--mixpay-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
  }
  .floor p {
    margin: 0;
  }
  .floor a {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    .spinner {
      animation: turn 0.8s linear infinite;
    }
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`;
