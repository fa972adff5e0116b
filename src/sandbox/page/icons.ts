import type { StatusWords } from './words.js';
import { html, type Markup } from './html.js';

const PATHS: Readonly<Record<StatusWords['tone'], string>> = {
  waiting: 'M12 7v5l3 2',
  good: 'M8 12.5l2.7 2.7L16 9.5',
  bad: 'M9 9l6 6m0-6l-6 6',
  careful: 'M12 7.5v5.5m0 3.2v.1',
};

/** A ring with a sign in it; the words beside it say the same. */
export function statusIcon(tone: StatusWords['tone']): Markup {
  return html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <circle cx="12" cy="12" r="9.5" />
    <path d="${PATHS[tone]}" />
  </svg>`;
}
