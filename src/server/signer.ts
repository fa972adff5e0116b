import { Remembered } from './remembered.js';

/** A token as it stands in a URL, read and found genuine. */
export interface StatusClaim {
  orderId: string;
  attempt: number;
  /** Unix seconds. */
  exp: number;
}

/** What makes one trace: whatever changes here is another payment. */
export interface TraceTerms {
  payeeId: string;
  orderId: string;
  quoteAssetId: string;
  /** Normalised: one spelling for each amount. */
  quoteAmount: string;
  settlementAssetId: string;
}

/** Everything that is derived from the secret. The same secret and order give the same trace, also after a lost store. */
export interface Signer {
  /** A UUID nobody without the secret can guess, because MixPay shows any result to anybody who has its trace. */
  traceId(terms: TraceTerms, attempt: number): Promise<string>;
  /** An order id for a purchase the shop gave none, from the page's nonce: by the current secret, then by each older one. */
  orderIds(nonce: string, item: string): Promise<[string, ...string[]]>;
  statusToken(claim: StatusClaim): Promise<string>;
  readStatusToken(token: string): Promise<StatusClaim | undefined>;
  callbackToken(orderId: string, attempt: number): Promise<string>;
  readCallbackToken(token: string): Promise<Omit<StatusClaim, 'exp'> | undefined>;
}

const STATUS_TOKEN = /^([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})\.([1-9]\d{0,11})\.([A-Za-z0-9_-]{43})$/;
const CALLBACK_TOKEN = /^([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})\.([A-Za-z0-9_-]{43})$/;

/** Status tokens a process remembers: a page asks for the same one again every few seconds, and each check costs an HMAC in another thread. */
const MOST_REMEMBERED = 10_000;

/** @param secrets the current one, which signs, and any older ones, whose signatures still hold */
export function createSigner([current, ...older]: readonly [string, ...string[]]): Signer {
  const newest = createMac(current);
  const all = [newest, ...older.map(createMac)];
  const signed = async (...fields: (string | number)[]) => toBase64Url(await newest.sign(fields));
  const holds = async (mac: string, ...fields: (string | number)[]) => {
    const bytes = fromBase64Url(mac);
    if (bytes === undefined) return false;
    for (const { verify } of all) if (await verify(bytes, fields)) return true;
    return false;
  };
  const made = new Remembered<string>(MOST_REMEMBERED);
  // Only genuine tokens are remembered, so that a flood of forged ones displaces none of them.
  const genuine = new Remembered<StatusClaim>(MOST_REMEMBERED);

  return {
    async traceId({ payeeId, orderId, quoteAssetId, quoteAmount, settlementAssetId }, attempt) {
      const asset = quoteAssetId.toLowerCase();
      return uuid(await newest.sign(['trace', payeeId, orderId, asset, quoteAmount, settlementAssetId.toLowerCase(), attempt]));
    },
    async orderIds(nonce, item) {
      const derive = async ({ sign }: Mac) => hex((await sign(['order', nonce, item])).subarray(0, 12));
      return [await derive(newest), ...(await Promise.all(all.slice(1).map(derive)))];
    },
    async statusToken({ orderId, attempt, exp }) {
      const name = `${orderId}.${attempt}.${exp}`;
      return made.get(name) ?? made.keep(name, `${name}.${await signed('status', orderId, attempt, exp)}`);
    },
    async readStatusToken(token) {
      const known = genuine.get(token);
      if (known !== undefined) return known;
      const [, orderId = '', attempt, exp, mac = ''] = STATUS_TOKEN.exec(token) ?? [];
      const claim = { orderId, attempt: Number(attempt), exp: Number(exp) };
      return (await holds(mac, 'status', orderId, claim.attempt, claim.exp)) ? genuine.keep(token, claim) : undefined;
    },
    async callbackToken(orderId, attempt) {
      return `${orderId}.${attempt}.${await signed('callback', orderId, attempt)}`;
    },
    async readCallbackToken(token) {
      const [, orderId = '', attempt, mac = ''] = CALLBACK_TOKEN.exec(token) ?? [];
      return (await holds(mac, 'callback', orderId, Number(attempt))) ? { orderId, attempt: Number(attempt) } : undefined;
    },
  };
}

type Fields = readonly (string | number)[];

interface Mac {
  sign: (fields: Fields) => Promise<Uint8Array>;
  /** Compares in constant time, as `===` on a mac does not. */
  verify: (mac: Uint8Array<ArrayBuffer>, fields: Fields) => Promise<boolean>;
}

/** HMAC-SHA-256 over lists of fields. */
function createMac(secret: string): Mac {
  let imported: CryptoKey | undefined;
  // On first use, because a Worker may not use crypto while it loads: https://developers.cloudflare.com/workers/runtime-apis/handlers/.
  // The key is kept and not its promise, because there one request cannot wait for another's: https://github.com/panva/jose/issues/355.
  const key = async () =>
    (imported ??= await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ]));
  return {
    sign: async (fields) => new Uint8Array(await crypto.subtle.sign('HMAC', await key(), message(fields))),
    verify: async (mac, fields) => crypto.subtle.verify('HMAC', await key(), mac, message(fields)),
  };
}

const encoder = new TextEncoder();

/** Length-prefixed, so that no two lists of fields run together into the same bytes. */
function message(fields: Fields): Uint8Array<ArrayBuffer> {
  return encoder.encode(fields.map((field) => `${encoder.encode(String(field)).length}:${field}`).join(','));
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The first 16 bytes as a UUID with the version and variant bits of a random one, which every validator takes. */
function uuid(mac: Uint8Array): string {
  const bytes = mac.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => (sign === '+' ? '-' : sign === '/' ? '_' : ''));

/** Only the one canonical spelling: the last of 43 characters has two spare bits, which must be zero. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== 43) return undefined;
  const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  return toBase64Url(bytes) === text ? bytes : undefined;
}
