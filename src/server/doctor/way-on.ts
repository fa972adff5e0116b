import type { Answer } from './answer.js';

/** What to look at where the first, honest request has brought no payment: who has answered tells what is wrong. */
export function wayOn(answer: Answer): string {
  const { status, failure = '', body, problem, apiCode } = answer;
  if (status === 0) return noConnection(failure);
  if (apiCode !== undefined)
    return `MixPay was asked and refused (${apiCode}): look at the payee, the assets and the price in the server’s log.`;
  if (status >= 300 && status < 400) return redirected(answer);
  if (status === 404 && (body !== 'json' || problem === undefined || problem === 'not_found'))
    return 'Nothing answers there: is this the button’s endpoint, and the path the one the handler was given (its option "path", by default /api/mixpay)?';
  if (status === 503) return 'It is not in service at the moment, or cannot reach MixPay: look at its log, and try again a little later.';
  if (status >= 500) return 'Something broke in the server: look at its log for this request.';
  if (status === 429) return 'Its own limit was reached: wait a minute, or lift the limit for this address.';
  if (status === 405 || status === 415) return 'It takes no POST with JSON: is this the button’s endpoint, or the address of a page?';
  if (problem === 'foreign_origin')
    return 'It takes no posts from this page: name the page’s origin with --origin, and in the endpoint’s list of origins.';
  if (body === 'html')
    return 'A page was answered where JSON was asked for: is this the address of a page, or does a sign-in or a catch-all route stand before the endpoint?';
  if (status < 300) return 'Expected {"code": …}, or MixPay’s own answer: see "One exchange" in the guide for any language.';
  return 'Name such an order, or an item, and send along the session that may pay it (--header).';
}

function noConnection(failure: string): string {
  if (/ECONNREFUSED/.test(failure)) return 'Nobody listens there: is the server started, and the port right?';
  if (/ENOTFOUND|EAI_AGAIN/.test(failure)) return 'There is no host of this name: is it spelled right?';
  if (/cert|TLS|SSL|self-signed/i.test(failure)) return 'Its certificate is not accepted: MixPay and browsers will not accept it either.';
  if (/timeout|timed out|aborted/i.test(failure)) return 'It did not answer in time: look at what the server waits for.';
  return 'The connection ended without an answer: look at the server’s log.';
}

function redirected({ headers }: Answer): string {
  const { pathname = '', origin = '' } = parsed(headers.get('location'));
  const where = pathname === '' ? 'elsewhere' : `to ${origin === 'https://doctor.invalid' ? '' : origin}${pathname}`;
  return `It leads ${where}, and a create is never followed: give the address itself (a slash at the end, https, www), or send along the session.`;
}

/** Without its query, which may hold tokens. */
function parsed(location: string | null): { pathname?: string; origin?: string } {
  try {
    return location === null ? {} : new URL(location, 'https://doctor.invalid');
  } catch {
    return {};
  }
}
