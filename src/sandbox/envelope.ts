import { API_CODE } from '../core/mixpay.js';
import { Refusal } from './refusal.js';

/** MixPay's answer when all is well. The outer `code` is a status number, not the short code. */
export function envelope(data: unknown, now: number, headers: Record<string, string> = {}): Response {
  return json({ code: API_CODE.ok, success: true, message: '', data, timestampMs: now }, 200, headers);
}

/** MixPay's answer to anything else. A fault of the sandbox's own is -1, and is told in full: nobody's secrets are in here. */
export function errorEnvelope(error: unknown, now: number, headers: Record<string, string> = {}): Response {
  const refusal = error instanceof Refusal ? error : new Refusal(API_CODE.serverError, String(error), 500);
  const { code, message, data, httpStatus } = refusal;
  return json({ code, success: false, message, data, timestampMs: now }, httpStatus, headers);
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
