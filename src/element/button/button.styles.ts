import { css } from '@lit/reactive-element';

/*
 * Where room is short, the label wraps first, for it shrinks most easily; then the spacers on both sides go, then the icon,
 * whose box is wider than its picture and shows it whole or not at all; a word breaks last.
 */
export const buttonStyles = css`
  :host {
    display: inline-block;
    max-width: 100%;
    vertical-align: middle;
    text-indent: 0;
    writing-mode: horizontal-tb;
  }
  :host([hidden]),
  slot[hidden] {
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
    width: 100%;
    min-height: var(--mixpay-height, var(--height));
    padding: 1px 0.35em;
    border: 1px solid var(--mixpay-border-color, var(--edge));
    border-radius: var(--mixpay-radius, 12px);
    background: var(--mixpay-background, var(--background));
    color: var(--mixpay-color, var(--color));
    /* Two lines clear the border of a small one, and the tails of Arabic letters any, and do not make it higher. */
    font: 600 1rem/1.1 var(--mixpay-font, system-ui, sans-serif);
    overflow-wrap: break-word;
    -webkit-text-fill-color: currentcolor;
    vertical-align: top;
    cursor: pointer;
    touch-action: manipulation;
  }
  /* Black or white, whichever is read on the shop's accent: below this luminance white has 4.5:1, above it black has. */
  @supports (color: color(from red xyz y y y)) {
    .brand {
      --c: calc((0.179 - y) * 9e9);
      --color: var(--mixpay-on-accent, color(from var(--background) xyz var(--c) var(--c) var(--c)));
    }
  }
  .button::before,
  .button::after {
    width: 0.8em;
    flex-shrink: 999;
    content: '';
  }
  .label {
    max-width: 100%;
    flex-shrink: 99999;
    text-align: start;
  }
  small {
    display: block;
    font-size: 0.75em;
  }
  .small {
    --height: 36px;
    font-size: 0.875rem;
  }
  @media (pointer: coarse) {
    .small {
      --height: 44px;
    }
  }
  .large {
    --height: 54px;
    font-size: 1.125rem;
  }
  .black {
    --background: #0c0f1a;
    --color: #fff;
    --edge: #fff4;
  }
  .white {
    --background: #fff;
    --color: #14182b;
    --edge: #d5d9e4;
  }
  .outline {
    --background: transparent;
    --edge: currentColor;
    color: var(--mixpay-color, inherit);
  }
  /* A light and a dark band, of which one has 3:1 on any background; the shop's colour is between them. */
  :focus-visible:not(h2) {
    outline: 3px solid var(--mixpay-focus, #0b1030);
    outline-offset: 2px;
    box-shadow:
      0 0 0 2px #fff,
      0 0 0 6px #0b1030;
  }
  .button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  .button:enabled:hover {
    filter: brightness(0.94);
  }
  .icon {
    display: flex;
    flex-wrap: wrap;
    width: 1.8em;
    min-width: 0;
    height: 1.25em;
    overflow: clip;
  }
  /* Below its box, out of sight, where that is too narrow for it. */
  .icon svg,
  ::slotted([slot='icon']) {
    width: 1.25em;
    height: 1.25em;
    margin-block-start: clamp(0px, (1.22em - 100%) * 9999, 1.25em);
  }
  /* Every icon, and not the QR code, whose path is filled. */
  path:not([fill]) {
    fill: none;
    stroke: currentColor;
    stroke-width: 3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  /* It fades and does not turn, so that it needs no other look where motion is not wanted. */
  .busy .icon {
    animation: work 0.7s infinite alternate;
  }
  @keyframes work {
    to {
      opacity: 0.2;
    }
  }
`;
