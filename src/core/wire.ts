import { MixPayError, quoted, type MixPayErrorCode, type MixPayErrorOptions, type ProblemDetails, type Quote } from './errors.js';
import { API_CODE, CODE_PATTERN, isRetryableApiCode } from './mixpay.js';
import { defined } from './defined.js';
import { readPayment, readQuote, type Payment } from './payment.js';
import { isRecord, readText, readTime, type Fields } from './read.js';

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
  /** The server's clock, ISO 8601; without it the `Date` header tells it. */
  now?: string;
  /** The code is a sandbox's, and would be a dead page with MixPay. */
  sandbox?: true;
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
type RequestName = string;

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
function isEnvelope(body: Fields): boolean {
  return typeof body['code'] === 'number' || typeof body['success'] === 'boolean';
}

/** MixPay's error envelope as an error, or undefined when the envelope says all is well. */
export function envelopeError(request: RequestName, body: Fields): MixPayError | undefined {
  // Hand-written proxies leave the outer code out.
  const code = Number(body['code'] ?? (body['success'] === true ? API_CODE.ok : Number.NaN));
  if (body['success'] !== false && code === API_CODE.ok) return undefined;
  const text = readText(body['message'], 500) ?? 'no message';
  const apiCode = Number.isInteger(code) ? code : API_CODE.serverError;
  return new MixPayError(
    apiCode === API_CODE.tooManyRequests ? 'rate_limited' : 'mixpay_error',
    `${request}: MixPay refused with ${apiCode}: ${text}`,
    {
      apiCode,
      retryable: isRetryableApiCode(apiCode),
    },
  );
}

/** What an answer holds: `data` of MixPay's envelope, or the body itself. @throws MixPayError where the envelope is a refusal */
function contentOf(body: unknown, request: RequestName): unknown {
  if (!isRecord(body) || !isEnvelope(body)) return body;
  const failure = envelopeError(request, body);
  if (failure !== undefined) throw failure;
  return body['data'];
}

/** Reads a 2xx answer to a create. Throws a `MixPayError` on anything the contract does not allow. */
export function parseCreated(body: unknown, request: RequestName): CreatedPayment {
  const content = contentOf(body, request);
  if (!isRecord(content)) throw badAnswer(request, 'a JSON object with a code', content);
  return content === body ? readCreated(content, request) : { code: readCode(content['code'], request) };
}

function readCode(value: unknown, request: RequestName): string {
  if (typeof value !== 'string' || !CODE_PATTERN.test(value))
    throw badAnswer(request, 'a code of 1 to 64 letters, digits, dashes or underscores', value);
  return value;
}

function readCreated(body: Fields, request: RequestName): CreatedPayment {
  const code = readCode(body['code'], request);
  const quote = readQuote(body);
  const named = body['quoteAmount'] !== undefined && body['quoteAmount'] !== null;
  if (named && quote.quoteAmount === undefined) throw badAnswer(request, 'quoteAmount as a decimal string', body['quoteAmount']);
  return defined<CreatedPayment>({
    code,
    ...quote,
    traceId: readText(body['traceId'], 64),
    orderId: readText(body['orderId'], 64),
    expiresAt: readTime(body['expiresAt']),
    statusUrl: readText(body['statusUrl'], 2048),
    sandbox: body['sandbox'] === true || undefined,
  });
}

/** Reads a 2xx answer of the status URL: the payer's view, or MixPay's raw `payments_result` envelope. */
export function parsePayment(body: unknown, request: RequestName): Payment {
  const content = contentOf(body, request);
  const payment = readPayment(content);
  if (payment === undefined) throw badAnswer(request, 'one of MixPay’s seven statuses', isRecord(content) ? content['status'] : content);
  return payment;
}

/** Reads an answer that is not 2xx: RFC 9457 problem details, MixPay's error envelope, or anything at all. */
export function parseRefusal(status: number, body: unknown, request: RequestName, retryAfter?: number): MixPayError {
  const fields = isRecord(body) ? body : {};
  const mayPass = status === 429 || status >= 500;
  const failure = isEnvelope(fields) ? envelopeError(request, fields) : undefined;
  if (failure !== undefined) {
    const { code, message, apiCode } = failure;
    return new MixPayError(code, message, defined({ status, retryAfter, apiCode, retryable: failure.retryable || mayPass }));
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
  const words = [problem.code, problem.title].filter((word) => word !== undefined).join(': ');
  const advice = status === 404 && body === undefined ? 'No endpoint answers there: check its path.' : (problem.detail ?? '').slice(0, 300);
  return new MixPayError(
    code,
    [`${request}: refused with ${status}`, words, advice].filter((part) => part !== '').join(' '),
    defined<MixPayErrorOptions>({
      status,
      retryAfter,
      retryable: mayPass || status === 408 || code === 'superseded' || code === 'forgotten',
      problem,
      quote: isWhole(quote) ? quote : undefined,
      statusUrl: readText(fields['statusUrl'], 2048),
    }),
  );
}

/** Whether a price names both an amount and its asset: otherwise the payer cannot be asked about it. */
function isWhole(quote: Partial<Quote>): quote is Quote {
  return quote.quoteAmount !== undefined && quote.quoteAssetId !== undefined;
}

function refusalCode(status: number, code: string | undefined): MixPayErrorCode {
  const named = NAMED_REFUSALS.find((known) => known === code);
  if (named !== undefined) return named;
  if (status === 410) return 'superseded';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server_error' : 'refused';
}
