import { newToken, visitorOfToken, type Visitors } from '../common/visitors.js';

/** All shops on localhost share their cookies, whatever their port. The number tells its visitors from those of an older order book. */
const COOKIE = 'small-hours-visitor-2';
const TOKEN = /^[0-9a-f]{32}$/;
const YEAR = 365 * 24 * 60 * 60;

/** Visitors known by a cookie. */
export const cookieVisitors: Visitors = {
  of(request) {
    const cookies = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
    const token = cookies.find(([name]) => name === COOKIE)?.[1];
    return token !== undefined && TOKEN.test(token) ? visitorOfToken(token) : Promise.resolve(undefined);
  },
  async welcome() {
    const token = newToken();
    return { visitor: await visitorOfToken(token), headers: cookieHeader(token, YEAR) };
  },
  farewell: () => Promise.resolve(cookieHeader('', 0)),
};

function cookieHeader(value: string, seconds: number): Record<string, string> {
  return { 'Set-Cookie': `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}` };
}
