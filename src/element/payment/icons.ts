import { html, type TemplateResult } from 'lit/html.js';

/** An icon of lines, drawn as button.styles.ts says for each `path`. */
const icon = (path: string): TemplateResult => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;

export const check = icon('m5 12.5 4.5 4.5L19 7.5');
export const warning = icon('M12 6.5v7M12 17.4v.1');
export const cross = icon('m6 6 12 12m0-12-12 12');
export const copy = icon('M9 9h11v11H9zM15 5V4H4v11h1');

const RING = 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19M';

/** A ring with a sign in it, one for each tone of the dialog; the words beside it say the same. */
export const signs = {
  waiting: icon(`${RING}12 7v5l3 2`),
  careful: icon(`${RING}12 7.5V13m0 3.2v.1`),
  good: icon(`${RING}8 12.5l2.7 2.7L16 9.5`),
  bad: icon(`${RING}9 9l6 6m0-6-6 6`),
};
