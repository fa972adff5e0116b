import { MixPayError, quoted } from '../core/errors.js';
import type { HandlerEvent } from './events.js';

const LONGEST_REASON = 500;
const MOST_CAUSES = 3;
const MOST_TRACES = 4;
/** A call that got no answer, to this machine: no MixPay is there, only the stand-in. */
const NO_SANDBOX = /^\w+ http:\S+: no connection/;

/** An error in one line: what it says, and what it says of its causes. */
export function reasonOf(error: unknown): string {
  const parts: string[] = [];
  let inner: unknown = error;
  for (let depth = 0; depth < MOST_CAUSES && inner !== undefined && inner !== null; depth++) {
    parts.push(messageOf(inner));
    inner = causeOf(inner);
  }
  const text = withoutSecrets(parts.filter((part, at) => part !== '' && parts.indexOf(part) === at).join(' – '));
  const short = text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}

/** Where a shop's own error was thrown. The message of this package's errors is enough by itself. */
export function tracesOf(error: unknown): string {
  const own = error instanceof MixPayError ? causeOf(error) : error;
  if (!(own instanceof Error) || own instanceof MixPayError) return '';
  const frames = asText(() => own.stack)
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return frames
    .slice(0, MOST_TRACES)
    .map((frame) => `\n    ${withoutQuery(frame.trim())}`)
    .join('');
}

/** What to do about an error, by what the page was told and where it happened. */
export function adviceFor({ code, where, error }: Extract<HandlerEvent, { type: 'error' }>): string {
  if (/^sweeping/.test(where)) return 'The order stays due: the next sweep tries again.';
  if (/^(reading a result|rechecking)/.test(where)) return 'The last known status is shown; MixPay is asked again.';
  if (/^(renewing|calling hooks|counting|telling|health)/.test(where))
    return 'See that the store can be reached and written to: while it fails, MixPay is not asked and no hook is called.';
  switch (code) {
    case 'order_failed':
      return 'The order cannot be paid until this is fixed.';
    case 'mixpay_refused':
      return 'Check payeeId, settlementAssetId and the price. MixPay must have admitted a new account first (KYC).';
    case 'mixpay_unavailable':
      return `The payer may try again, and nothing is paid twice. ${NO_SANDBOX.test(messageOf(error)) ? 'Is the sandbox running? Start it with: npx mixpay-button sandbox' : 'See that this server can reach MixPay.'}`;
    case 'internal_error':
      return error instanceof MixPayError ? '' : 'As a rule it is the store: see that it can be reached and written to.';
    default:
      return 'The payer was told why.';
  }
}

/** The text without secrets, wherever in it they were, and without what a terminal would obey; lines of a stack stay lines. */
export function scrubbed(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replace(/[^\P{Cc}\n]/gu, ' ');
}

function withoutSecrets(text: string): string {
  const line = withoutQuery(text)
    // A message must not look like several lines of a log.
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\/\/[^\s/@]*@/g, '//…@');
  // Traces, tokens and macs, by their length.
  return line.replace(/[A-Za-z0-9_-]{32,}/g, '…').trim();
}

const withoutQuery = (text: string): string => text.replace(/(\bhttps?:\/\/[^\s?#"'`<>]*)[?#][^\s"'`<>)]*/g, '$1');

function messageOf(error: unknown): string {
  if (error instanceof Error) {
    const message = asText(() => error.message);
    const name = asText(() => error.name);
    return name === 'Error' || error instanceof MixPayError ? message : `${name}: ${message}`;
  }
  return asText(() => error);
}

function causeOf(error: unknown): unknown {
  try {
    return error instanceof Error ? error.cause : undefined;
  } catch {
    return undefined;
  }
}

/** Anything can be thrown, also what cannot be turned into a text. */
function asText(read: () => unknown): string {
  try {
    const value = read();
    return typeof value === 'string' ? value : quoted(value);
  } catch {
    return 'an object';
  }
}
