import { html, type TemplateResult } from 'lit/html.js';

const icon = (path: string): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2.3"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d=${path} />
  </svg>`;

export const check = icon('m5 12.5 4.5 4.5L19 7.5');
export const warning = icon('M12 6.5v7M12 17.4v.1');
export const cross = icon('m6.5 6.5 11 11m0-11-11 11');
export const copy = icon(
  'M11.5 9h6a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-6A2.5 2.5 0 0 1 9 17.5v-6A2.5 2.5 0 0 1 11.5 9M15 5.5A1.5 1.5 0 0 0 13.5 4h-8A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15',
);
