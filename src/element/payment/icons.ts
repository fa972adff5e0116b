import { html, type TemplateResult } from 'lit/html.js';

/** Lines of the button's own look: see its styles. */
const icon = (path: string): TemplateResult => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;

export const check = icon('m5 12.5 4.5 4.5L19 7.5');
export const warning = icon('M12 6.5v7M12 17.4v.1');
export const cross = icon('m6.5 6.5 11 11m0-11-11 11');
export const copy = icon('M9 9h11v11H9zM15 5V4H4v11h1');
