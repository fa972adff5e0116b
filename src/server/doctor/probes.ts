import { decimalsEqual } from '../../core/amount.js';
import { sameAsset } from '../../core/assets.js';
import { callbackUrlFor, foreignStatusUrl, hasSecret } from './addresses.js';
import type { Answer } from './answer.js';
import { halved } from './halved.js';
import type { Patient } from './patient.js';
import { isTrouble, refused, type Outcome, type Probe } from './probe.js';

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

/** The requests after the first, in the order they are made: those that could do harm last. */
export const PROBES: readonly Probe[] = [
  {
    id: 'repeat',
    claim: 'the same request under the same key is the same payment',
    fix: 'Look the order up before you create: while it has a payment that can be paid, answer with its code. Otherwise a double click is paid twice.',
    ask: (patient) => patient.post({ key: patient.key }),
    judge: (answer, { created }) => (answer.created?.code === created[0]?.code ? 'holds' : isTrouble(answer) ? 'unclear' : 'fails'),
  },
  {
    id: 'other_order',
    claim: 'the same key pays for no other order, and nobody pays an order that is not theirs',
    fix: 'Look up the order that is asked for, check that this session may pay it, and refuse with 404. Never let the key, or the order’s name, stand in for that.',
    ask: (patient) => patient.post({ key: patient.key, body: patient.stranger }),
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
      return patient.send(callbackUrlFor(patient).url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ orderId, traceId, payeeId: '00000000-0000-4000-8000-000000000000' }),
      });
    },
    judge(answer, patient) {
      if (answer.acknowledged) return 'fails';
      const nobody = answer.status === 404 || answer.status === 405;
      return nobody && callbackUrlFor(patient).guessed ? 'unclear' : refused(answer);
    },
  },
  {
    id: 'status',
    claim: 'nobody reads the status of another order',
    fix: 'Sign the order’s id into statusUrl (an HMAC) and answer 404 to whatever does not verify; do not pass MixPay’s own ids through.',
    ask: async (patient) => patient.read(foreignStatusUrl(patient)),
    judge(answer, patient) {
      if (answer.payment !== undefined || answer.apiCode !== undefined) return 'fails';
      return isTrouble(answer) || answer.status === 0 || !hasSecret(patient) ? 'unclear' : 'holds';
    },
  },
];
