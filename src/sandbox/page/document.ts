import { isOpen } from '../life.js';
import { randomHex, type RandomBytes } from '../random.js';
import type { PaymentRecord } from '../record.js';
import { html, Markup } from './html.js';
import { PAGE_SCRIPT } from './script.js';
import { PAGE_STYLE } from './style.js';

export interface PageOptions {
  title: string;
  body: Markup;
  random: RandomBytes;
  status?: number;
  /** The payment on it, which the script follows. */
  payment?: { record: PaymentRecord; revision: string };
  framed?: boolean;
}

/** A whole page under a strict policy: nothing runs or loads but its own style and script. Shops embed it, so any may frame it. */
export function pageResponse({ title, body, random, status = 200, payment, framed = false }: PageOptions): Response {
  const nonce = randomHex(random, 16);
  const follows = payment !== undefined && isOpen(payment.record);
  const page = html`<!doctype html>
    <html lang="en" ${payment !== undefined && dataset(payment, framed)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${new Markup(PAGE_STYLE)}
        </style>
        ${follows && html`<noscript><meta http-equiv="refresh" content="20" /></noscript>`}
      </head>
      <body class="${framed ? 'frame' : ''}">
        ${body}
        ${
          payment !== undefined &&
          html`<script nonce="${nonce}" type="module">
            ${new Markup(PAGE_SCRIPT)};
          </script>`
        }
      </body>
    </html>`;
  return new Response(page.text, { status, headers: headersOf(nonce) });
}

function dataset({ record, revision }: { record: PaymentRecord; revision: string }, framed: boolean): Markup {
  const { code, traceId, clientId, status } = record;
  return html`data-code="${code}" data-trace="${traceId}" data-client="${clientId}" data-status="${status}" data-revision="${revision}"
  ${framed && new Markup('data-frame')}`;
}

function headersOf(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    'frame-ancestors *',
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: the page's own forms would then be posted with `Origin: null`
    // (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    'referrer-policy': 'same-origin',
  };
}
