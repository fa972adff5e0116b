import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import '../helpers/seed.js';
import { PAYMENT_STATUSES } from '../../src/core/mixpay.js';
import { isUnderWay, nextState, TRANSITIONS, type CheckoutInput, type CheckoutState } from '../../src/core/states.js';

const STATES = Object.keys(TRANSITIONS) as CheckoutState[];
const INPUTS: CheckoutInput[] = [
  'request',
  'answer',
  'paidBefore',
  'refuse',
  'cancel',
  'open',
  'resume',
  'deadline',
  'reset',
  ...PAYMENT_STATUSES,
];

describe('a payment’s life in the page', () => {
  it('goes from a click to paid', () => {
    const path = (['request', 'answer', 'open', 'unpaid', 'confirming', 'paid_less', 'confirming', 'pending', 'success'] as const).reduce<
      CheckoutState[]
    >((states, input) => [...states, nextState(states.at(-1) ?? 'idle', input)], ['idle']);
    expect(path.join(' ')).to.equal('idle requesting ready open unpaid confirming paid_less confirming pending success');
  });
  it('success ends it: nothing but reset leads away', () => {
    for (const input of INPUTS) expect(nextState('success', input)).to.equal(input === 'reset' ? 'idle' : 'success');
  });
  it('failed ends it: only a new attempt or reset leads away', () => {
    expect(Object.keys(TRANSITIONS.failed)).to.have.members(['request', 'reset']);
  });
  it('our countdown ending is no failure, and unpaid does not undo it', () => {
    expect(nextState('unpaid', 'deadline')).to.equal('overdue');
    expect(nextState('overdue', 'unpaid')).to.equal('overdue');
    expect(nextState('overdue', 'confirming')).to.equal('confirming');
  });
  it('no walk shows a status before something was opened, resumed or found paid', () => {
    const walk = fc.array(fc.constantFrom(...INPUTS), { maxLength: 40 });
    fc.assert(
      fc.property(walk, (inputs) => {
        let state: CheckoutState = 'idle';
        let begun = false;
        for (const input of inputs) {
          const next = nextState(state, input);
          if (['open', 'resume', 'paidBefore'].includes(input) && next !== state) begun = true;
          if (next === 'idle') begun = false;
          if ((isUnderWay(next) || next === 'success' || next === 'failed') && !begun) return false;
          if (!STATES.includes(next)) return false;
          state = next;
        }
        return true;
      }),
      { numRuns: 5000 },
    );
  });
});
