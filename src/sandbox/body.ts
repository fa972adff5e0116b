import { isRecord } from '../core/result.js';
import { API_CODE } from '../core/mixpay.js';
import { Refusal } from './refusal.js';

const MAX_LENGTH = 65_536;

/** The parameters of a request, and how they were written: a form knows only strings. */
export interface Parameters {
  kind: 'form' | 'json';
  values: Record<string, unknown>;
}

/** Reads a form or a JSON object. An empty body has no parameters. */
export async function readParameters(request: Request): Promise<Parameters> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = await request.text();
  if (text.length > MAX_LENGTH) throw new Refusal(API_CODE.parameterError, `body: expected at most ${MAX_LENGTH} characters`, 413);
  if (type === 'application/json') return { kind: 'json', values: readJson(text) };
  if (type === 'application/x-www-form-urlencoded' || text === '')
    return { kind: 'form', values: Object.fromEntries(new URLSearchParams(text)) };
  throw new Refusal(API_CODE.parameterError, 'body: expected application/x-www-form-urlencoded or application/json', 415);
}

function readJson(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!isRecord(body)) throw new Refusal(API_CODE.parameterError, 'body: expected a JSON object');
  return body;
}
