import { readDecimal } from './amount.js';
import { MixPayError, quoted, type MixPayErrorCode, type MixPayErrorOptions, type ProblemDetails, type Quote } from './errors.js';
import { PAGE_API_CODE, CODE_PATTERN, isRetryableApiCode } from './mixpay.js';
import type { Payment } from './payment.js';
import { defined, isRecord, paymentOf, readPayment, readResult, readText, readTime } from './result.js';

/**
 * The answer to a create: the one-time short code, and what the server says of the payment.
 * Our own shape, or MixPay's raw envelope passed through by a ten-line proxy.
 */
export interface CreatedPayment {
  /** The short code. Never a URL: the page opens `<checkout-base><code>` and nothing else. */
  code: string;
  traceId?: string;
  orderId?: string;
  /** The price as the server knows it. A price not named counts as matching. */
  quoteAmount?: string;
  quoteAssetId?: string;
  quoteSymbol?: string;
  /** ISO 8601. */
  expiresAt?: string;
  /** Relative to the endpoint; must share its origin. */
  statusUrl?: string;
  /** The server's clock, ISO 8601. */
  now?: string;
}

/** The server's time as an answer names it in `now` (milliseconds since the epoch), or undefined. */
export function readServerTime(body: unknown): number | undefined {
  if (!isRecord(body)) return undefined;
  const time = readTime(body['now']) ?? (isRecord(body['data']) ? readTime(body['data']['now']) : undefined);
  return time === undefined ? undefined : Date.parse(time);
}

/** Refusals the page has a sentence of its own for; any other shows the problem's `title`, as text. */
const NAMED_REFUSALS: readonly MixPayErrorCode[] = [
  'order_unknown',
  'order_closed',
  'already_paid',
  'price_changed',
  'forbidden',
  'superseded',
  'forgotten',
];

/** What the message of a wire error starts with, e.g. `POST https://shop.example/api/mixpay`. */
export type RequestName = string;

function badAnswer(request: RequestName, rule: string, value: unknown): MixPayError {
  return new MixPayError('bad_answer', `${request}: expected ${rule}, received ${quoted(value)}. Check what the endpoint answers.`, {
    retryable: true,
    rule,
    value,
  });
}

/**
 * Whether a body is MixPay's envelope rather than our own shape: its outer `code` is a number (and is not the short code),
 * or it says `success`.
 */
function isEnvelope(body: Record<string, unknown>): boolean {
  return typeof body['code'] === 'number' || typeof body['success'] === 'boolean';
}

/** MixPay's error envelope as an error, or undefined when the envelope says all is well. */
export function envelopeError(request: RequestName, body: Record<string, unknown>): MixPayError | undefined {
  // Hand-written proxies leave the outer code out.
  const code = Number(body['code'] ?? (body['success'] === true ? PAGE_API_CODE.ok : Number.NaN));
  if (body['success'] !== false && code === PAGE_API_CODE.ok) return undefined;
  const text = readText(body['message'], 500) ?? 'no message';
  const apiCode = Number.isInteger(code) ? code : PAGE_API_CODE.serverError;
  return new MixPayError(
    apiCode === PAGE_API_CODE.tooManyRequests ? 'rate_limited' : 'mixpay_error',
    `${request}: MixPay refused with ${apiCode}: ${text}`,
    {
      apiCode,
      retryable: isRetryableApiCode(apiCode),
    },
  );
}

/** Reads a 2xx answer to a create. Throws a `MixPayError` on anything the contract does not allow. */
export function parseCreated(body: unknown, request: RequestName): CreatedPayment {
  if (!isRecord(body)) throw badAnswer(request, 'a JSON object with a code', body);
  if (!isEnvelope(body)) return readCreated(body, request);
  const failure = envelopeError(request, body);
  if (failure !== undefined) throw failure;
  if (!isRecord(body['data'])) throw badAnswer(request, 'data.code in MixPay’s envelope', JSON.stringify(body));
  return { code: readCode(body['data']['code'], request) };
}

function readCode(value: unknown, request: RequestName): string {
  if (typeof value !== 'string' || !CODE_PATTERN.test(value))
    throw badAnswer(request, 'a short code of 1 to 64 letters, digits, dashes or underscores', value);
  return value;
}

function readCreated(body: Record<string, unknown>, request: RequestName): CreatedPayment {
  const code = readCode(body['code'], request);
  const quoteAmount = readDecimal(body['quoteAmount']);
  const named = body['quoteAmount'] !== undefined && body['quoteAmount'] !== null;
  if (named && quoteAmount === undefined) throw badAnswer(request, 'quoteAmount as a decimal string', body['quoteAmount']);
  return defined<CreatedPayment>({
    code,
    traceId: readText(body['traceId'], 64),
    orderId: readText(body['orderId'], 64),
    quoteAmount,
    quoteAssetId: readText(body['quoteAssetId'], 64),
    quoteSymbol: readText(body['quoteSymbol'], 20),
    expiresAt: readTime(body['expiresAt']),
    statusUrl: readText(body['statusUrl'], 2048),
  });
}

/** Reads a 2xx answer of the status URL: the payer's view, or MixPay's raw `payments_result` envelope. */
export function parsePayment(body: unknown, request: RequestName): Payment {
  if (!isRecord(body)) throw badAnswer(request, 'a JSON object with a status', body);
  if (!isEnvelope(body)) {
    const payment = readPayment(body);
    if (payment === undefined) throw badAnswer(request, 'one of MixPay’s seven statuses', body['status']);
    return payment;
  }
  const failure = envelopeError(request, body);
  if (failure !== undefined) throw failure;
  const result = readResult(body['data']);
  if (result?.status === undefined) throw badAnswer(request, 'one of MixPay’s seven statuses', result?.rawStatus ?? body['data']);
  return paymentOf(result, result.status);
}

function readQuote(body: Record<string, unknown>): Quote | undefined {
  const quoteAmount = readDecimal(body['quoteAmount']);
  const quoteAssetId = readText(body['quoteAssetId'], 64);
  if (quoteAmount === undefined || quoteAssetId === undefined) return undefined;
  return defined<Quote>({ quoteAmount, quoteAssetId, quoteSymbol: readText(body['quoteSymbol'], 20) });
}

/** Reads an answer that is not 2xx: RFC 9457 problem details, MixPay's error envelope, or anything at all. */
export function parseRefusal(status: number, body: unknown, request: RequestName, retryAfter?: number): MixPayError {
  const fields = isRecord(body) ? body : {};
  const limits: MixPayErrorOptions = { status, ...(retryAfter === undefined ? {} : { retryAfter }) };
  if (isEnvelope(fields)) {
    const failure = envelopeError(request, fields);
    if (failure?.apiCode !== undefined)
      return new MixPayError(failure.code, failure.message, {
        ...limits,
        apiCode: failure.apiCode,
        retryable: failure.retryable || status === 429 || status >= 500,
      });
  }
  const problem = defined<ProblemDetails>({
    type: readText(fields['type'], 2048),
    title: readText(fields['title']),
    status,
    detail: readText(fields['detail'], 1000),
    code: readText(fields['code'], 64),
  });
  const code = refusalCode(status, problem.code);
  const quote = readQuote(fields);
  const statusUrl = readText(fields['statusUrl'], 2048);
  const reason = problem.code === undefined ? '' : ` ${problem.code}`;
  return new MixPayError(code, `${request}: refused with ${status}${reason}${problem.title === undefined ? '' : `: ${problem.title}`}`, {
    ...limits,
    retryable: status === 429 || status === 408 || status >= 500 || code === 'superseded' || code === 'forgotten',
    problem,
    ...(quote === undefined ? {} : { quote }),
    ...(statusUrl === undefined ? {} : { statusUrl }),
  });
}

function refusalCode(status: number, code: string | undefined): MixPayErrorCode {
  const named = NAMED_REFUSALS.find((known) => known === code);
  if (named !== undefined) return named;
  if (status === 410) return 'superseded';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server_error' : 'refused';
}
