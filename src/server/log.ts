import type { Clock } from '../core/clock.js';
import type { HandlerEvent, Tell } from './events.js';
import { adviceFor, reasonOf, scrubbed, tracesOf } from './log-text.js';

/** Where lines are written: `console`, outside tests. */
export interface Sink {
  error(message: string): void;
  warn(message: string): void;
}

const WINDOW = 60_000;
/** Lines in a minute, the one that says how many were left out aside. */
const MOST_LINES = 10;
/** Of them those that anybody can cause by a request: no flood of them is to hide a hook that fails. */
const MOST_CAUSED = 5;
/** A line that concerns no order is written again after an hour: it may have been repaired and failed again. */
const AGAIN = 60 * 60_000;
/** Orders and kinds remembered as told; the oldest make room. */
const MOST_KNOWN = 2000;

interface Line {
  level: keyof Sink;
  text: string;
  /** What makes two lines one. */
  key: string;
  /** It belongs to an order, and is told once. */
  once: boolean;
  /** Anybody can cause it by a request. */
  caused?: boolean;
}

/**
 * What a shop without `onEvent` reads on its console: errors, failed and slow hooks, pauses and warnings. The same kind for the same order
 * once, and no more than ten lines a minute, whatever happens; then a line that says how many were left out.
 * @param secrets texts that no line may hold
 */
export function logTo(sink: Sink, clock: Clock, secrets: readonly string[]): Tell {
  const known = new Map<string, number>();
  let begun = Number.NEGATIVE_INFINITY;
  let lines = 0;
  let caused = 0;
  let leftOut = 0;
  let skipped = new Set<string>();

  const write = (level: keyof Sink, text: string) => {
    try {
      sink[level](`mixpay-button: ${scrubbed(text, secrets)}`);
    } catch {
      // A console that throws must lose no payment.
    }
  };
  const closeWindow = () => {
    const over = clock.now() - begun;
    if (over >= 0 && over < WINDOW) return;
    if (leftOut > 0) write('warn', `${leftOut} more of these messages were left out within a minute. The option onEvent gets all of them.`);
    begun = clock.now();
    lines = 0;
    caused = 0;
    leftOut = 0;
    skipped = new Set();
  };
  const isKnown = ({ key, once }: Line): boolean => {
    const at = known.get(key);
    return at !== undefined && (once || Math.abs(clock.now() - at) < AGAIN);
  };
  const note = (key: string) => {
    known.delete(key);
    known.set(key, clock.now());
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  };
  const skip = (key: string) => {
    if (skipped.has(key)) return;
    if (skipped.size < MOST_KNOWN) skipped.add(key);
    leftOut++;
    // Written at the end of the minute, or with the next event where the runtime lets no timer run that long.
    if (leftOut === 1) later(clock, begun + WINDOW - clock.now(), closeWindow);
  };

  return (event) => {
    closeWindow();
    const line = lineOf(event);
    if (line === undefined || isKnown(line)) return;
    // A line that is left out does not count as written, so it may be written later.
    if (lines >= MOST_LINES || (line.caused === true && caused >= MOST_CAUSED)) skip(line.key);
    else {
      lines++;
      if (line.caused === true) caused++;
      note(line.key);
      write(line.level, line.text);
    }
  };
}

/** Some runtimes allow timers only while they answer a request. */
function later(clock: Clock, ms: number, callback: () => void): void {
  try {
    clock.after(ms, callback);
  } catch {
    // The next event closes the minute.
  }
}

/** The line for an event; undefined where it needs none. */
function lineOf(event: HandlerEvent): Line | undefined {
  switch (event.type) {
    case 'error': {
      const { where, orderId, error } = event;
      const reason = reasonOf(error);
      const about = orderId === undefined ? where : `${where}, order ${orderId}`;
      const text = `${about}: ${reason} ${adviceFor(event)}${tracesOf(error)}`;
      // An order that is named in `where` is told once as well.
      const once = orderId !== undefined || /\border /.test(where);
      return { level: 'error', text, once, caused: event.code !== undefined, key: `error ${about} ${once ? '' : reason}` };
    }
    case 'hook_failed': {
      const { hook, orderId, attempt, error, retryAt } = event;
      const name = hookName(hook);
      return {
        level: 'error',
        text: `${name} failed for order ${orderId} (attempt ${attempt}): ${reasonOf(error)} It is called again at ${retryAt}, and less and less often until it returns: fix what made it fail, and make it idempotent by traceId.${tracesOf(error)}`,
        once: true,
        key: `hook_failed ${hook} ${orderId}`,
      };
    }
    case 'hook_slow': {
      const { hook, orderId, attempt, ms } = event;
      return {
        level: 'warn',
        text: `${hookName(hook)} has been running for ${Math.round(ms / 1000)} s for order ${orderId} (attempt ${attempt}). The handler waits for it, and does nothing else for this order meanwhile. See what the hook waits for.`,
        once: true,
        key: `hook_slow ${hook} ${orderId}`,
      };
    }
    case 'paused':
      return {
        level: 'warn',
        text: `MixPay said that too many requests were made (429, or 1429): no process that shares the store calls it before ${event.until}. Nothing is lost. See what else uses this server’s address with MixPay.`,
        once: false,
        key: 'paused',
      };
    case 'over_budget':
      // A poll or a sweep comes again by itself; a payer who is refused does not.
      return event.purpose.endsWith('create')
        ? {
            level: 'warn',
            text: 'A payment could not be started: the shop’s requests to MixPay for this minute are used up. The payer was asked to try again shortly. If this goes on, limit posts per visitor in front of the endpoint.',
            once: false,
            caused: true,
            key: `over_budget ${event.purpose}`,
          }
        : undefined;
    case 'refused':
      return event.advice === undefined
        ? undefined
        : {
            level: 'warn',
            text: `${event.method} refused with ${event.status} ${event.code}: ${event.advice}`,
            once: false,
            caused: true,
            key: `refused ${event.advice}`,
          };
    case 'warning':
      return { level: 'warn', text: event.message, once: true, key: `warning ${event.message}` };
    default:
      return undefined;
  }
}

const EXCEPTIONS = /^(mismatch|superseded_paid|second_success|failed_with_money|surplus|declined)$/;

/** The option a hook was given by. */
function hookName(kind: string): string {
  if (EXCEPTIONS.test(kind)) return `onException (${kind})`;
  return `on${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}
