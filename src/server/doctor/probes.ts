import { decimalsEqual } from '../../core/amount.js';
import { sameAsset } from '../../core/assets.js';
import { callbackUrlFor, foreignStatusUrl, hasSecret, ownStatus } from './addresses.js';
import { isTrouble, type Answer } from './answer.js';
import { halved } from './halved.js';
import type { Patient } from './patient.js';
import { refused, type Outcome, type Probe } from './probe.js';

const ELSEWHERE = 'https://doctor.invalid';
const LONG = 256 * 1024;

/** What the page is made to show in place of the price. */
function wrongPrice({ order, created }: Patient) {
  const quoteAmount = created[0]?.quoteAmount ?? order.quoteAmount;
  return {
    quoteAmount: quoteAmount === undefined ? '1.23' : halved(quoteAmount),
    quoteAssetId: created[0]?.quoteAssetId ?? order.quoteAssetId ?? 'usd',
  };
}

/** A payment at the shop's own price, and saying so, is no harm: the page then asks the payer. */
function judgePrice(answer: Answer, patient: Patient): Outcome {
  const { quoteAmount, quoteAssetId } = answer.created ?? {};
  const wrong = wrongPrice(patient);
  if (quoteAmount === undefined || quoteAssetId === undefined) return refused(answer);
  return decimalsEqual(quoteAmount, wrong.quoteAmount) && sameAsset(quoteAssetId, wrong.quoteAssetId) ? 'fails' : 'holds';
}

/** No answer, or none that says anything of the endpoint's rules. */
const isSilent = (answer: Answer): boolean => answer.status === 0 || isTrouble(answer);

/** Whether the address takes POST: the answer says so where another method is refused, but not where there is nothing. */
const takesPosts = ({ status, headers }: Answer): boolean => status === 405 || /\bPOST\b/i.test(headers.get('allow') ?? '');

/** Whether a forged callback has reached something that reads callbacks, whatever it made of it. */
const isTaken = ({ status, acknowledged, body, problem }: Answer): boolean =>
  acknowledged ||
  (status !== 0 && status !== 404 && status !== 405 && body !== 'html') ||
  (problem !== undefined && problem !== 'not_found');

/** The requests after the first, in the order they are made: those that could do harm last. */
export const PROBES: readonly Probe[] = [
  {
    id: 'repeat',
    claim: 'the same request under the same key is the same payment',
    fix: 'Look the order up before you create: while it has a payment that can be paid, answer with its code. Otherwise a double click is paid twice.',
    ask: (patient) => patient.post({ key: patient.key }),
    judge: (answer, { created }) => (answer.created?.code === created[0]?.code ? 'holds' : isSilent(answer) ? 'unclear' : 'fails'),
  },
  {
    id: 'own_status',
    claim: 'the page can follow its own payment: its status address answers 200 with one of the seven statuses',
    fix: 'Answer GET statusUrl with {"status": …}: unpaid, confirming, paid_less, pending, auditing, success or failed. A page that cannot read it never shows "paid".',
    next: 'Answer a statusUrl on the endpoint’s own origin with each create, or name the button’s with --status-endpoint.',
    ask: (patient) => patient.read(ownStatus(patient).url.href),
    judge(answer, patient) {
      if (answer.status === 200 && answer.payment !== undefined) return 'holds';
      return isSilent(answer) || ownStatus(patient).guessed ? 'unclear' : 'fails';
    },
  },
  {
    id: 'other_order',
    claim: 'nobody pays an order that is not theirs, under a key of their own or under one that paid another',
    fix: 'Look up the order that is asked for, check that this session may pay it, and refuse with 404. Never let the key, or the order’s name, stand in for that.',
    next: 'Name an order of another customer with --other-order-id.',
    ask: (patient) => patient.askForAnother(),
    judge: refused,
  },
  {
    id: 'price',
    claim: 'the price is the shop’s, whatever the page says',
    fix: 'Take the price from your own records. Where the page names another, refuse with 409 "price_changed" and name yours; in each answer name quoteAmount and quoteAssetId.',
    ask: (patient) => patient.post({ body: wrongPrice(patient) }),
    judge: judgePrice,
  },
  {
    id: 'foreign_origin',
    claim: 'pages of other sites start no payment',
    fix: 'Refuse with 403 a request whose Origin is neither your own nor one you have listed.',
    ask: (patient) => patient.post({ headers: { Origin: ELSEWHERE, 'Sec-Fetch-Site': 'cross-site' } }),
    judge: refused,
  },
  {
    id: 'null_origin',
    claim: 'a sandboxed frame ("Origin: null") starts no payment',
    fix: 'Refuse "Origin: null" with 403. Every page can make a frame that sends it, so it is never to be listed.',
    ask: (patient) => patient.post({ headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' } }),
    judge: refused,
  },
  {
    id: 'content_type',
    claim: 'a body that is neither JSON nor a form is refused',
    fix: 'Answer 415 unless Content-Type is application/json (or a form’s): any page may send text/plain without asking first.',
    ask: (patient) => patient.post({ headers: { 'Content-Type': 'text/plain' } }),
    judge: refused,
  },
  {
    id: 'get',
    claim: 'a GET creates nothing',
    fix: 'Create on POST alone and answer 405 to the rest: an <img> on any page can send a GET.',
    ask(patient) {
      const url = new URL(patient.endpoint);
      for (const [name, value] of Object.entries(patient.order)) url.searchParams.set(name, value);
      return patient.read(url.href);
    },
    judge: refused,
  },
  {
    id: 'body_size',
    claim: 'a long body is refused',
    fix: 'Limit the body to some 16 kB and answer 413: an order needs a few hundred bytes.',
    ask: (patient) => patient.post({ body: { padding: 'x'.repeat(LONG) } }),
    judge: (answer) => (answer.status === 0 ? 'holds' : refused(answer)),
  },
  {
    id: 'return_to',
    claim: 'the payer is led back to the shop, and nowhere else',
    fix: 'Refuse with 422 a returnTo or failedReturnTo that is not https on an origin of yours. Do so too if you ignore them, for the mistake would go unseen.',
    ask: (patient) => patient.post({ body: { returnTo: `${ELSEWHERE}/paid` } }),
    judge: refused,
  },
  {
    id: 'callback',
    claim: 'a forged callback is not acknowledged',
    fix: 'Callbacks are unsigned. Put a token that only MixPay is told into callbackUrl, and before you acknowledge read the result yourself and compare trace, payee, asset and amount.',
    ask(patient) {
      const { code, traceId = code, orderId = patient.order.orderId } = patient.created[0] ?? { code: '' };
      return patient.forge(callbackUrlFor(patient).url, { orderId, traceId, payeeId: '00000000-0000-4000-8000-000000000000' });
    },
    next: 'Say where MixPay is to call back: --callback-url, with a token that is wrong.',
    judge(answer, patient) {
      if (answer.acknowledged) return 'fails';
      const nobody = answer.status === 404 || answer.status === 405;
      return nobody && callbackUrlFor(patient).guessed ? 'unclear' : refused(answer);
    },
  },
  {
    id: 'callback_exists',
    claim: 'there is an address where MixPay can call back',
    fix: 'Take POST at the address you send as callbackUrl. Without it an order is not completed when the payer has closed the page.',
    next: 'Say where MixPay is to call back: --callback-url.',
    // A wrong token is answered like a wrong address; what a method is refused with tells the two apart.
    ask: (patient) => patient.send(callbackUrlFor(patient).url, { method: 'GET', headers: { Accept: 'application/json' } }),
    judge(answer, patient) {
      if (takesPosts(answer) || patient.forged.some(isTaken)) return 'holds';
      return isSilent(answer) || callbackUrlFor(patient).guessed ? 'unclear' : 'fails';
    },
  },
  {
    id: 'status',
    claim: 'nobody reads the status of another order',
    fix: 'Sign the order’s id into statusUrl (an HMAC) and answer 404 to whatever does not verify; do not pass MixPay’s own ids through.',
    next: 'Its address holds nothing but ids: name an order of another customer with --other-order-id.',
    ask: async (patient) => patient.read(foreignStatusUrl(patient)),
    judge(answer, patient) {
      if (answer.payment !== undefined || answer.apiCode !== undefined) return 'fails';
      return isTrouble(answer) || answer.status === 0 || !hasSecret(patient) ? 'unclear' : 'holds';
    },
  },
];
