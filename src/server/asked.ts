import { readDecimal } from '../core/amount.js';
import type { MixPayError } from '../core/errors.js';
import { findInvalidField, ORDER_FIELDS, type OrderRequest } from '../core/order.js';
import { isRecord } from '../core/result.js';
import { parseJson, readLimited } from './body.js';
import { Refusal } from './refuse.js';

/** Bytes: the fields of an order, and some room. */
const LARGEST_BODY = 16_384;
const JSON_TYPE = /^application\/json$/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded$/i;

/** What a page posted. */
export interface Posted {
  asked: OrderRequest;
  /** Untrusted; serves only to derive an order id where the shop gives none. */
  nonce: string | undefined;
}

const mediaType = (request: Request): string => (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? '';

export function isForm(request: Request): boolean {
  return FORM_TYPE.test(mediaType(request));
}

/** Whether the answer will be looked at by a person: a form sent by a browser, not by `fetch`. */
export function wantsPage(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  return isForm(request) && (accept === '' || /text\/html|\*\/\*/i.test(accept)) && !/application\/json/i.test(accept);
}

/** Reads the body of a create; throws a `Refusal` on anything that is not one. */
export async function readPosted(request: Request): Promise<Posted> {
  const form = isForm(request);
  if (!form && !JSON_TYPE.test(mediaType(request)))
    throw new Refusal(415, 'unsupported_media_type', 'The request is neither JSON nor a form.', {
      detail: 'Expected Content-Type application/json or application/x-www-form-urlencoded.',
    });
  const text = await readLimited(request, LARGEST_BODY);
  if (text === undefined) throw new Refusal(413, 'too_large', `The request is longer than ${LARGEST_BODY} bytes.`);
  const body = form ? formFields(text) : parseJson(text);
  if (!isRecord(body)) throw new Refusal(400, 'bad_request', 'The request is not a JSON object.');
  const asked = readAsked(body);
  return { asked, nonce: asked.traceId?.toLowerCase() ?? readKey(request) };
}

/** A form sends its empty fields too; they count as absent. */
function formFields(text: string): Record<string, unknown> {
  const filled = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  return Object.fromEntries(filled.map(([name, value]) => [name, name === 'expiresIn' && /^\d{1,9}$/.test(value) ? Number(value) : value]));
}

/** The order's own fields; whatever else was posted (a payee, a callback URL) is ignored. */
function readAsked(body: Record<string, unknown>): OrderRequest {
  const present = ORDER_FIELDS.filter((field) => body[field] !== undefined && body[field] !== null);
  const entries = present.map((field) => [field, field === 'quoteAmount' ? (readDecimal(body[field]) ?? body[field]) : body[field]]);
  const asked = Object.fromEntries(entries) as OrderRequest;
  const invalid = findInvalidField(asked);
  if (invalid !== undefined) throw invalidFieldRefusal(invalid);
  return asked;
}

function invalidFieldRefusal(error: MixPayError): Refusal {
  const field = error.field ?? 'order';
  return new Refusal(422, 'invalid_field', `${field} breaks its rule.`, { detail: error.message, members: { field } });
}

function readKey(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key')?.trim();
  return key === undefined || key === '' || key.length > 255 ? undefined : key;
}
