import fc from 'fast-check';
import { PAYMENT_STATUSES } from '../../src/core/mixpay.js';

/** Strings that break code which trusts them. */
const NASTY = [
  '',
  ' ',
  '..',
  '../../evil',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//evil.example/',
  'https://evil.example/',
  'https://shop.example@evil.example/',
  '<img src=x onerror=alert(1)>',
  '\u202eevil',
  'a\u0000b',
  'a\nb',
  '1e400',
  '-1',
  'NaN',
  '٣',
  '__proto__',
  'constructor',
  'x'.repeat(100_000),
];

/** A code, amount, asset or time as it should be, or anything else. */
function sometimes(...good: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...good) },
    { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
}

const FIELDS = {
  code: sometimes('525502dd-e552-4505-b114-32fe32ff23c2', 'abc', 0, 10_008, 1429, 'price_changed', 'already_paid', 'superseded'),
  statusUrl: sometimes('/api/mixpay/status/t', 'status?t=1', 'https://shop.example/s'),
  traceId: sometimes('525502dd-e552-4505-b114-32fe32ff23c2'),
  quoteAmount: sometimes('10', '10.00', 10, '12', '0.1'),
  quoteAssetId: sometimes('usd', 'USD', 'eur'),
  quoteSymbol: sometimes('USD'),
  expiresAt: sometimes('2026-11-21T12:30:00Z', '1970-01-01', '9999-12-31T00:00:00Z'),
  status: sometimes(...PAYMENT_STATUSES, 'Success', 'paid'),
  payableAmount: sometimes('0.0002', '2'),
  paymentAmount: sometimes('0.0001', '2'),
  confirmations: sometimes(-1, 0, 3, '3'),
  requiredConfirms: sometimes(3, 0),
  txid: sometimes('abc'),
  blockExplorerUrl: sometimes('https://explorer.example/tx/abc'),
  failureCode: sometimes('40000', '0', 40_000),
  surplusAmount: sometimes('1', '0'),
  success: sometimes(true, false),
  title: sometimes('Sold out'),
  transactions: sometimes([], [{ confirmations: 1 }]),
  payment: sometimes({ isMultiPay: true, isFullyPaid: false }),
};

const own = fc.record(FIELDS, { requiredKeys: [] });
const ok = fc.record({ code: sometimes(0), success: sometimes(true), data: fc.oneof(own, fc.anything()), message: sometimes('') });

/** Bodies an endpoint may answer: our shape, MixPay's envelope, problem details, and rubbish. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: own.map(asJson) },
  { weight: 2, arbitrary: ok.map(asJson) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom('', 'null', '[]', '<h1>502</h1>', '{"code":', '['.repeat(5000), `"${'x'.repeat(200_000)}"`) },
);

export const httpStatus = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constantFrom(201, 204, 301, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

export const retryAfter = fc.oneof(
  fc.constantFrom('', '0', '20', '99999999999', '-5', 'soon', 'Sat, 21 Nov 2026 12:00:20 GMT'),
  fc.string({ unit: 'grapheme-ascii' }),
);

/** What may have become of one stored record: fields of it replaced, or all of it. */
export const tampering: fc.Arbitrary<(text: string) => string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record(
        {
          key: sometimes('00000000-0000-4000-8000-000000000001'),
          asked: sometimes('x'),
          terms: sometimes('x'),
          order: sometimes({}, { orderId: 'T-1001' }),
          createdAt: sometimes(0, Number.MAX_VALUE),
          code: FIELDS.code,
          traceId: FIELDS.traceId,
          statusUrl: FIELDS.statusUrl,
          expiresAt: FIELDS.expiresAt,
          quote: sometimes({ quoteAmount: '1', quoteAssetId: 'usd' }),
          accepted: sometimes({ quoteAmount: '1', quoteAssetId: 'usd' }),
          opened: sometimes(true, false),
          payment: fc.oneof(own, fc.anything()),
          failedCodes: sometimes([], ['abc'], [7]),
        },
        { requiredKeys: [] },
      )
      .map((change) => (text: string) => asJson({ ...(JSON.parse(text) as object), ...change })),
  },
  { weight: 1, arbitrary: hostileBody.map((text) => () => text) },
);

function asJson(value: unknown): string {
  try {
    return `${JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? field.toString() : field)) as string | undefined}`;
  } catch {
    return '{}';
  }
}
