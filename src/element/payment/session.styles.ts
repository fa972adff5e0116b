import { css } from '@lit/reactive-element';

/** The button while its payment is under way and after it, and what stands below it. */
export const sessionStyles = css`
  /* Where the payment stands is readable whatever the shop's colours are. */
  .button.busy,
  .button.open {
    border-color: #c6cbdb;
    background: #eef0f7;
    color: #14182b;
  }
  .button.paid {
    border-color: transparent;
    background: #0b7a4b;
    color: #fff;
  }
  .button.failed {
    border-color: currentColor;
    background: #fff;
    color: #b3261e;
  }
  .button:is(.busy, .open, .paid, .failed) {
    opacity: 1;
  }
  @media (prefers-contrast: more) {
    .button:is(.busy, .open) {
      border-color: currentColor;
    }
  }
  .floor {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    max-inline-size: 34ch;
    margin-block-start: 8px;
    font: 400 14px/1.45 var(--mixpay-font, system-ui, sans-serif);
  }
  .floor p {
    flex: 0 0 100%;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .floor a {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    font-weight: 600;
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
  .floor button {
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid;
    border-radius: var(--mixpay-radius, 12px);
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
`;
