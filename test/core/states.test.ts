import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import '../helpers/seed.js';
import { PAYMENT_STATUSES } from '../../src/core/mixpay.js';
import { ShownPayment } from '../../src/core/shown.js';
import { isEnded, isUnderWay, nextState, TRANSITIONS, type CheckoutInput, type CheckoutState } from '../../src/core/states.js';

const STATES = Object.keys(TRANSITIONS) as CheckoutState[];
const INPUTS: CheckoutInput[] = ['request', 'answer', 'paidBefore', 'refuse', 'cancel', 'open', 'resume', 'deadline', ...PAYMENT_STATUSES];

const quiet = (): void => undefined;
const fail = (message: string): never => {
  throw new Error(message);
};

describe('a payment’s life in the page', () => {
  it('goes from a click to paid', () => {
    const path = (['request', 'answer', 'open', 'unpaid', 'confirming', 'paid_less', 'confirming', 'pending', 'success'] as const).reduce<
      CheckoutState[]
    >((states, input) => [...states, nextState(states.at(-1) ?? 'idle', input, fail)], ['idle']);
    expect(path.join(' ')).to.equal('idle requesting ready open unpaid confirming paid_less confirming pending success');
  });
  it('success ends it: nothing leads away', () => {
    for (const input of INPUTS) expect(nextState('success', input, quiet)).to.equal('success');
  });
  it('failed ends it: only a new attempt leads away', () => {
    expect(INPUTS.filter((input) => nextState('failed', input, quiet) !== 'failed')).to.deep.equal(['request']);
  });
  it('our countdown ending is no failure, and unpaid does not undo it', () => {
    expect(nextState('unpaid', 'deadline', quiet)).to.equal('overdue');
    expect(nextState('overdue', 'unpaid', quiet)).to.equal('overdue');
    expect(nextState('overdue', 'confirming', quiet)).to.equal('confirming');
  });
  it('what cannot happen changes nothing, and the developer is told', () => {
    const warnings: string[] = [];
    expect(nextState('success', 'failed', (message) => warnings.push(message))).to.equal('success');
    expect(nextState('open', 'open', (message) => warnings.push(message))).to.equal('open');
    expect(warnings).to.deep.equal(['unexpected "failed" in the state "success"; please report this.']);
  });
  it('knows which states are under way, and which have ended', () => {
    expect(STATES.filter(isUnderWay).join(' ')).to.equal('open unpaid confirming paid_less pending auditing overdue');
    expect(STATES.filter(isEnded).join(' ')).to.equal('failed success');
  });
  it('each change calls onChange, and an impossible one warns the developer', () => {
    const lines: string[] = [];
    class Probe extends ShownPayment {
      go(change: { late?: boolean }, input?: CheckoutInput): void {
        this.change(change, input);
      }
    }
    const probe = new Probe(
      () => lines.push(`shown ${probe.state}`),
      (message) => lines.push(message.split(';')[0] ?? ''),
    );
    probe.go({}, 'request');
    probe.go({ late: true });
    probe.go({}, 'deadline');
    expect(lines).to.deep.equal([
      'shown requesting',
      'shown requesting',
      'unexpected "deadline" in the state "requesting"',
      'shown requesting',
    ]);
    expect(probe.late).to.equal(true);
  });
  it('no walk shows a status before something was opened, resumed or found paid', () => {
    const walk = fc.array(fc.constantFrom(...INPUTS), { maxLength: 40 });
    fc.assert(
      fc.property(walk, (inputs) => {
        let state: CheckoutState = 'idle';
        let begun = false;
        for (const input of inputs) {
          const next = nextState(state, input, quiet);
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
