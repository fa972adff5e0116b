import { css } from '@lit/reactive-element';

/** All text is aligned at one edge; only the words of buttons are centred. */
export const contentStyles = css`
  .amount {
    font-size: 2.25rem;
    font-weight: 700;
    line-height: 1.15;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--muted);
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }
  .amount + .muted {
    margin-block-start: -8px;
  }
  .outcome {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 10px;
    /* Its icon is aligned with the text around it. */
    margin-inline: -12px;
    padding: 10px 12px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--tone) 10%, var(--surface));
  }
  .outcome svg {
    display: block;
    width: 1.375rem;
    height: 1.375rem;
  }
  .outcome :is(span, h2) {
    color: var(--tone);
  }
  .outcome p {
    grid-column: 2;
    font-size: 0.9375rem;
  }
  .waiting {
    --tone: var(--waiting);
  }
  .careful {
    --tone: var(--careful);
  }
  .good {
    --tone: var(--good);
  }
  .bad {
    --tone: var(--bad);
  }
  .qr-card {
    display: grid;
    place-items: center;
    aspect-ratio: 1;
    width: 100%;
    /* So small that the buttons below it are in sight, too. */
    max-height: max(220px, 50vh - 120px);
    margin-block-end: 8px;
    border-radius: 16px;
    background: #fff;
    box-shadow: inset 0 0 0 1px var(--line);
  }
  .qr-card svg {
    display: block;
    border-radius: 15px;
  }
  /* Until there is a code: the height of the QR code and of what is below it. */
  [part='placeholder'] {
    margin-block-end: 9rem;
    background: var(--soft);
  }
  .frame {
    box-sizing: border-box;
    width: 100%;
    height: min(520px, 46vh);
    border: 1px solid var(--line);
    border-radius: 14px;
    background: #fff;
    color-scheme: normal;
  }
  .pay,
  .end {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :is(.pay, .end) > * {
    flex: 1 1 9rem;
  }
  :is(.pay, .end) > :first-child {
    flex-basis: 100%;
  }
  .end {
    margin-block-start: auto;
  }
  .qr-card + figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    font-size: 0.8125rem;
  }
  .qr-card + figcaption span {
    font-size: inherit;
  }
  .primary,
  .secondary {
    display: flex;
    align-items: center;
    justify-content: center;
    min-height: 48px;
    padding: 8px 12px;
    border: 1px solid transparent;
    border-radius: var(--mixpay-radius, 12px);
    font-weight: 600;
    line-height: 1.2;
    text-align: center;
    text-decoration: none;
  }
  dialog .primary {
    background: var(--accent);
    color: var(--on-accent);
  }
  dialog .primary:disabled {
    background: var(--soft);
    color: var(--muted);
    cursor: default;
  }
  .secondary {
    border-color: var(--muted);
    background: none;
  }
  a.muted {
    display: flex;
    align-items: center;
    align-self: start;
    min-height: 44px;
  }
  progress {
    display: block;
    width: 100%;
    height: 6px;
    margin-block-end: 6px;
    accent-color: var(--accent);
  }
  .reference {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--line);
  }
  .reference .value {
    grid-row: 2;
    justify-self: start;
  }
  .chip {
    grid-area: 1 / 2 / 3;
    margin-inline-end: -12px;
  }
  :is(.close, .chip) svg {
    width: 20px;
    height: 20px;
  }
  .link-text {
    box-sizing: border-box;
    width: 100%;
    min-height: 44px;
    /* When it is scrolled into view, so is the focus ring around it. */
    scroll-margin: 24px;
    padding: 0 12px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--soft);
    color: inherit;
  }
  .value,
  .link-text {
    font:
      0.8125rem/1.5 ui-monospace,
      Menlo,
      Consolas,
      monospace;
    letter-spacing: 0;
  }
  .amount .value {
    display: block;
    color: var(--muted);
  }
  @media (hover: hover) {
    :is(.close, .chip, .secondary):hover {
      background: var(--soft);
    }
    .primary:enabled:hover,
    a.primary:hover {
      filter: brightness(1.08);
    }
  }
`;
