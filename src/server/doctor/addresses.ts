import { parseUrl } from '../../core/url.js';
import type { Patient } from './patient.js';

/** As this package's handler makes them: `<endpoint>/status/<order>.<attempt>.<until>.<mac>`. */
const OWN_TOKEN = /\/status\/([A-Za-z0-9_-]+\.\d+)\.\d+\.[A-Za-z0-9_-]{43}$/;
/** The last piece that is long enough not to be guessed. */
const OPAQUE = /[A-Za-z0-9_-]{16,}(?!.*[A-Za-z0-9_-]{16,})/;

export interface CallbackAddress {
  url: string;
  /** It was neither given nor seen that callbacks are taken there. */
  guessed: boolean;
}

/** Where a forged callback is best sent to. */
export function callbackUrlFor(patient: Patient): CallbackAddress {
  const { callbackUrl, endpoint } = patient;
  if (callbackUrl !== undefined) return { url: callbackUrl, guessed: false };
  const base = parentOf(endpoint);
  const [, name] = OWN_TOKEN.exec(ownStatus(patient).url.pathname) ?? [];
  if (name !== undefined) return { url: `${base}/callback/${name}.${'A'.repeat(43)}`, guessed: false };
  return { url: `${base}/callback`, guessed: true };
}

/** The status address of the first payment, made to name another order; undefined ids are left as they are. */
export function foreignStatusUrl(patient: Patient): string {
  const own = patient.created[0];
  const other = strangersPayment(patient);
  const { origin, pathname, search } = ownStatus(patient).url;
  const path = `${pathname}${search}`;
  const ids: [string | undefined, string | undefined][] = [
    [own?.orderId ?? patient.order.orderId, other?.orderId ?? patient.stranger.orderId],
    [own?.traceId, other?.traceId],
    [own?.code, other?.code],
  ];
  const changed = ids.reduce((text, [from, to]) => (from === undefined || to === undefined ? text : text.replaceAll(from, to)), path);
  const tampered = changed === path ? path.replace(OPAQUE, (token) => `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`) : changed;
  return `${origin}${tampered}`;
}

/** Whether a refusal means anything: the address holds something a stranger cannot know, or the other order is known to exist. */
export function hasSecret(patient: Patient): boolean {
  if (strangersPayment(patient) !== undefined) return true;
  const { pathname, search } = ownStatus(patient).url;
  const { orderId = patient.order.orderId, code, traceId = code } = patient.created[0] ?? {};
  const path = `${pathname}${search}`.replace(new URL(patient.endpoint).pathname, '');
  return OPAQUE.test([orderId, traceId, code].reduce<string>((text, id) => (id === undefined ? text : text.replaceAll(id, '')), path));
}

/** What came of asking for the other order, if anything did. */
function strangersPayment({ created, strange }: Patient) {
  const payment = strange.find((answer) => answer.created !== undefined)?.created;
  return payment?.code === created[0]?.code ? undefined : payment;
}

/** Where the page asks for the first payment's status; a guess where neither an answer nor an option says so. */
export function ownStatus({ created, endpoint, order, statusEndpoint }: Patient): { url: URL; guessed: boolean } {
  const own = created[0];
  const told = own?.statusUrl === undefined ? undefined : parseUrl(own.statusUrl, endpoint);
  // On another origin the page would not follow it, nor is the session that origin's business.
  if (told?.origin === new URL(endpoint).origin) return { url: told, guessed: false };
  const url = new URL(statusEndpoint ?? `${parentOf(endpoint)}/status`, endpoint);
  // MixPay makes the trace the code.
  const ids = { code: own?.code, traceId: own?.traceId ?? own?.code, orderId: own?.orderId ?? order.orderId };
  for (const [name, id] of Object.entries(ids)) if (id !== undefined) url.searchParams.set(name, id);
  return { url, guessed: statusEndpoint === undefined && told === undefined };
}

function parentOf(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
