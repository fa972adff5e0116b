import { createHash, randomBytes } from 'node:crypto';

/** All shops on localhost share one jar, whatever their port. */
const COOKIE = 'small-hours-visitor';
const TOKEN = /^[0-9a-f]{32}$/;
const YEAR = 365 * 24 * 60 * 60;

/**
 * Who is asking, as the shop knows them: a hash of their cookie, so that what is stored opens nobody's orders.
 * Undefined where there is no cookie.
 */
export function visitorOf(request: Request): string | undefined {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const token = cookies.find(([name]) => name === COOKIE)?.[1];
  return token !== undefined && TOKEN.test(token) ? visitorOfToken(token) : undefined;
}

/** A new visitor, and the header that makes the browser remember them. */
export function welcome(): { visitor: string; cookie: string } {
  const token = randomBytes(16).toString('hex');
  return { visitor: visitorOfToken(token), cookie: cookieHeader(token, YEAR) };
}

/** The header that makes the browser forget them. */
export function farewell(): string {
  return cookieHeader('', 0);
}

/** What a visitor's order ids begin with: `T7f3k2a9`. */
export function orderPrefix(visitor: string): string {
  return `T${BigInt(`0x${visitor}`).toString(36).slice(-8)}`;
}

function visitorOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function cookieHeader(value: string, seconds: number): string {
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
}
