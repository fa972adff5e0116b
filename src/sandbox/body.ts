import { API_CODE } from '../core/mixpay.js';
import { isRecord } from '../core/result.js';
import { apiRefusal } from './refusal.js';

const MAX_BYTES = 65_536;

/** The parameters of a request, and how they were written: a form knows only strings. */
export interface Parameters {
  kind: 'form' | 'json';
  values: Record<string, unknown>;
}

/** Reads a form, urlencoded or multipart, or a JSON object. An empty body has no parameters. */
export async function readParameters(request: Request): Promise<Parameters> {
  const header = request.headers.get('content-type') ?? '';
  const type = header.split(';')[0]?.trim().toLowerCase() ?? '';
  const bytes = await readBytes(request);
  if (bytes.length === 0) return { kind: 'form', values: {} };
  if (type === 'multipart/form-data') return { kind: 'form', values: await readMultipart(bytes, header) };
  const text = new TextDecoder().decode(bytes);
  if (type === 'application/json') return { kind: 'json', values: readJson(text) };
  if (type === 'application/x-www-form-urlencoded') return { kind: 'form', values: Object.fromEntries(new URLSearchParams(text)) };
  throw apiRefusal(API_CODE.parameterError, 'body: expected a form (urlencoded or multipart) or application/json', 415);
}

/** The same with the parameters of the query, which MixPay reads of a POST too. Where both name one, the body's value counts. */
export async function readAllParameters(request: Request): Promise<Parameters> {
  const { kind, values } = await readParameters(request);
  return { kind, values: { ...Object.fromEntries(new URL(request.url).searchParams), ...values } };
}

/** The body, read no further than a body may be long. */
async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(MAX_BYTES);
  let length = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    if (length + part.value.length > MAX_BYTES) {
      await reader?.cancel();
      throw apiRefusal(API_CODE.parameterError, `body: expected at most ${MAX_BYTES} bytes`, 413);
    }
    bytes.set(part.value, length);
    length += part.value.length;
  }
  return bytes.subarray(0, length);
}

async function readMultipart(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Record<string, unknown>> {
  try {
    return Object.fromEntries(await new Response(bytes, { headers: { 'content-type': type } }).formData());
  } catch {
    throw apiRefusal(API_CODE.parameterError, 'body: expected a whole multipart form with its boundary');
  }
}

function readJson(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!isRecord(body)) throw apiRefusal(API_CODE.parameterError, 'body: expected a JSON object');
  return body;
}
