import { css } from '@lit/reactive-element';

export const contentStyles = css`
  .amount {
    font-size: 34px;
    font-weight: 650;
    line-height: 1.15;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .order {
    margin-block-start: -8px;
    color: var(--muted);
    font-size: 14px;
  }
  .status {
    display: flex;
    align-items: baseline;
    justify-content: center;
    gap: 9px;
    padding: 9px 14px;
    border-radius: 12px;
    background: var(--soft);
    font-weight: 500;
    text-align: start;
  }
  .status .dot {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: currentColor;
    translate: 0 -1px;
  }
  .status.waiting .dot {
    background: var(--accent);
  }
  .working {
    color: var(--work);
  }
  .outcome {
    inline-size: 64px;
    block-size: 64px;
    margin: 4px auto 0;
  }
  .outcome svg {
    inline-size: 34px;
    block-size: 34px;
  }
  .good {
    color: var(--good);
  }
  .bad {
    color: var(--bad);
  }
  .working,
  .good,
  .bad {
    background: color-mix(in srgb, currentColor 10%, var(--surface));
  }
  .qr-card {
    align-self: center;
    box-sizing: border-box;
    inline-size: 244px;
    padding: 6px 6px 12px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: #fff;
    color: #3c4257;
    font-size: 13px;
  }
  .qr-card svg {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }
  .placeholder {
    block-size: 269px;
    background: var(--soft);
  }
  .frame {
    inline-size: 100%;
    block-size: min(520px, 60vh);
    border: 1px solid var(--line);
    border-radius: 14px;
    background: #fff;
    color-scheme: normal;
  }
  .pay {
    display: grid;
    gap: 8px;
  }
  .primary,
  .secondary {
    display: flex;
    align-items: center;
    justify-content: center;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 8px 16px;
    border: 1px solid transparent;
    border-radius: var(--mixpay-radius, 12px);
    text-decoration: none;
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .primary:disabled {
    background: var(--soft);
    color: var(--muted);
    cursor: default;
  }
  .secondary {
    min-block-size: 44px;
    border-color: var(--line);
    background: transparent;
    font-weight: 500;
  }
  .countdown,
  .note,
  .quiet,
  .progress {
    color: var(--muted);
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }
  .quiet {
    align-self: center;
    padding: 4px 8px;
  }
  .progress {
    display: grid;
    gap: 6px;
  }
  progress {
    inline-size: 100%;
    accent-color: var(--accent);
  }
  .reference {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0 10px;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: 12px;
    text-align: start;
    font-size: 13px;
  }
  .reference .name {
    color: var(--muted);
  }
  .reference .value {
    grid-row: 2;
  }
  .chip {
    grid-row: 1 / span 2;
    grid-column: 2;
    min-inline-size: 40px;
    min-block-size: 40px;
    padding: 0 10px;
    border: 0;
    border-radius: 10px;
    background: var(--soft);
  }
  .chip svg {
    display: block;
    inline-size: 18px;
    block-size: 18px;
    margin: auto;
  }
  .link-text {
    box-sizing: border-box;
    inline-size: 100%;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--soft);
    color: inherit;
  }
  .value,
  .link-text {
    font:
      12px ui-monospace,
      Menlo,
      Consolas,
      monospace;
  }
  @media (hover: hover) {
    .close:hover,
    .chip:hover,
    .secondary:hover {
      background: var(--soft);
    }
    .primary:not(:disabled):hover {
      filter: brightness(1.08);
    }
  }
`;
