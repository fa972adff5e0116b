import { invalidField } from '../core/errors.js';
import { defined } from '../core/result.js';
import type { SandboxOptions } from './options.js';

export const SANDBOX_HELP = `Usage: mixpay-button sandbox [--port 4010] [--host 127.0.0.1] [options]

Runs a stand-in for MixPay until it is stopped. It forgets everything then.

  --port <number>        0 takes any free one (default 4010)
  --host <name>          what to listen on; anything but loopback lets others in (default 127.0.0.1)
  --price <id>=<usd>     what a coin costs, e.g. c94ac88f-4671-3976-b60a-09064f1811e8=150; may be repeated
  --unsupported <id>     an asset in which nothing can be quoted, settled or paid; may be repeated
  --unadmitted <payee>   a payeeId that MixPay has not admitted yet; may be repeated
  --unopened <answer>    the result while nobody has opened the page: unpaid, not_found or empty (default unpaid)`;

const MANY = { type: 'string', multiple: true } as const;

/** As `parseArgs` of Node takes them. */
export const SANDBOX_OPTIONS = {
  port: { type: 'string', default: '4010' },
  host: { type: 'string', default: '127.0.0.1' },
  price: MANY,
  unsupported: MANY,
  unadmitted: MANY,
  unopened: { type: 'string' },
} as const;

/**
 * What was said on the command line of the sandbox itself, not of where it listens.
 * @throws MixPayError `invalid_field`
 */
export function readSandboxOptions(values: Readonly<Record<string, unknown>>): SandboxOptions {
  const { unopened } = values;
  return defined<SandboxOptions>({
    prices: Object.fromEntries(textsOf(values['price']).map(readPrice)),
    unsupported: textsOf(values['unsupported']),
    unadmitted: textsOf(values['unadmitted']),
    // Checked with the other options, as those given in code are.
    unopened: unopened as SandboxOptions['unopened'],
  });
}

function readPrice(text: string): [string, string] {
  const [assetId = '', price = '', ...more] = text.split('=');
  if (price !== '' && more.length === 0) return [assetId, price];
  throw invalidField('--price', '<asset id>=<US dollars>', text);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
