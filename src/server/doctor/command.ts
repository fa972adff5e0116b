import { invalidField, MixPayError } from '../../core/errors.js';
import { findInvalidField } from '../../core/order.js';
import { defined } from '../../core/result.js';
import { isLoopback, isSecure, parseUrl } from '../../core/url.js';
import type { DoctorOptions } from './patient.js';

export const DOCTOR_HELP = `Usage: mixpay-button doctor <endpoint-url> (--order-id <id> | --item <word>) [options]

Proves that an endpoint works (create, repeat, status, callback), then tries it as a hostile page would, in fifteen requests; tells
what holds and what does not, how to fix it, and what to do where it could not be told. It creates real payments, which nobody has to pay. Not for donations, whose price is the page's to say.

  --order-id <id>          an order that can be paid, as the button has it
  --item <word>            the same for a static page
  --quote-amount <amount>  the price, if the button shows one
  --quote-asset-id <id>    what it is in, such as usd
  --header 'Name: value'   sent along as a page would: a session's cookie; may be repeated
  --other-order-id <id>    an order this session may not pay (default: one that does not exist)
  --origin <origin>        the page's origin (default: the endpoint's)
  --callback-url <url>     where MixPay is to call back, if strangers can guess it
  --status-endpoint <url>  the button's status-endpoint, if it has one
  --json                   what was found, as JSON
  --yes                    yes, create payments there: needed unless the endpoint is on this machine

Ends with 0 if nothing fails, 1 if something does, 2 if it could not be examined.`;

const TEXT = { type: 'string' } as const;

/** As `parseArgs` of Node takes them. */
export const DOCTOR_OPTIONS = {
  'order-id': TEXT,
  item: TEXT,
  'quote-amount': TEXT,
  'quote-asset-id': TEXT,
  header: { type: 'string', multiple: true },
  'other-order-id': TEXT,
  origin: TEXT,
  'callback-url': TEXT,
  'status-endpoint': TEXT,
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * What was said on the command line.
 * @throws MixPayError `invalid_field`
 */
export function readDoctorOptions(address: string | undefined, values: Values): Omit<DoctorOptions, 'fetch'> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const endpoint = readUrl('the endpoint', address);
  if (endpoint === undefined) throw invalidField('the endpoint', 'its URL', undefined, 'Try: mixpay-button doctor --help');
  const order = defined<DoctorOptions['order']>({
    orderId: text('order-id'),
    item: text('item'),
    quoteAmount: text('quote-amount'),
    quoteAssetId: text('quote-asset-id'),
  });
  const invalid = findInvalidField(order, (field) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (invalid !== undefined) throw invalid;
  if (order.orderId === undefined && order.item === undefined)
    throw invalidField('--order-id', 'an order that can be paid, or --item in its place', undefined);
  if (!isLoopback(endpoint) && values['yes'] !== true)
    throw new MixPayError('invalid_field', `This creates real payments on ${endpoint.host}. Add --yes if it is yours to examine.`);
  return {
    endpoint: endpoint.href,
    order,
    headers: readHeaders(values['header']),
    ...defined<Pick<DoctorOptions, 'otherOrderId' | 'origin' | 'callbackUrl' | 'statusEndpoint'>>({
      otherOrderId: text('other-order-id'),
      origin: readUrl('--origin', text('origin'))?.origin,
      callbackUrl: readUrl('--callback-url', text('callback-url'))?.href,
      statusEndpoint: readUrl('--status-endpoint', text('status-endpoint'))?.href,
    }),
  };
}

function readUrl(name: string, value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const url = parseUrl(value);
  if (url === undefined || !isSecure(url)) throw invalidField(name, 'an https URL (http on this machine only)', value);
  return url;
}

/** Its error quotes nothing of what was given, which may be a session. */
function readHeaders(lines: unknown): Record<string, string> {
  const entries = (Array.isArray(lines) ? lines : []).map((line) => {
    const [, name, value] = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(String(line)) ?? [];
    if (name === undefined || value === undefined)
      throw new MixPayError('invalid_field', '--header: expected "Name: value", received something else.', { field: 'header' });
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
