import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createPaymentHandler, memoryStore, type PaymentHandlerOptions } from '../../src/server/index.js';
import { PAYEE, SECRET, USDT } from '../helpers/open-shop.js';

const right: PaymentHandlerOptions = {
  payeeId: PAYEE,
  settlementAssetId: USDT,
  secret: SECRET,
  origin: 'https://shop.example',
  store: memoryStore(),
  order: () => ({ quoteAmount: '1', quoteAssetId: 'usd' }),
  onPaid: () => undefined,
};

const make = (changes: Record<string, unknown>) => () => createPaymentHandler({ ...right, ...changes });

describe('the handler’s options', () => {
  for (const name of Object.keys(right))
    it(`needs ${name}`, () => {
      expect(make({ [name]: undefined })).to.throw(new RegExp(`^${name}: expected`));
    });

  const wrong: Record<string, unknown[]> = {
    payeeId: ['me', `${PAYEE}0`, 12],
    settlementAssetId: ['dollars', ''],
    secret: ['short', 'x'.repeat(64), ' '.repeat(40), 5],
    origin: ['http://shop.example', 'shop.example', 'https://shop.example/path', 'ftp://shop.example', 'https://u:p@shop.example'],
    origins: [['https://other.example/'], ['http://other.example'], ['*']].slice(1),
    store: [{}, new Map(), 'file.db'],
    path: ['api', '/api/', '/', '/a?b', '/../x', ''],
    apiBase: ['http://api.mixpay.me', 'api.mixpay.me', 'https://api.mixpay.me/?x=1', 'https://user:pass@api.mixpay.me'],
    checkoutBase: ['http://mixpay.me/code/', 'javascript:alert(1)//'],
    expiresIn: [5, 200_000, '60', NaN],
    order: ['order'],
    onPaid: [true],
    onFailed: [1],
    onEvent: ['log'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values)
      it(`refuses ${name} = ${JSON.stringify(value)}`, () => {
        expect(make({ [name]: value })).to.throw(name);
      });
  }

  it('says that processes is no longer needed', () => {
    expect(make({ processes: 4 })).to.throw(/^processes is no longer needed.*Remove it/);
  });

  it('never quotes a secret it refuses', () => {
    expect(make({ secret: 'hunter2' }))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('hunter2');
  });

  it('takes loopback for development', () => {
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:3000'])
      expect(make({ origin, apiBase: 'http://localhost:4010/sandbox', checkoutBase: 'http://localhost:4010/code/' })).not.to.throw();
  });

  it('refuses a public shop that would believe a loopback MixPay', () => {
    expect(make({ apiBase: 'http://127.0.0.1:4010' })).to.throw(/apiBase.*public shop/);
  });

  it('warns that a store in memory forgets', () => {
    const types: string[] = [];
    make({ onEvent: ({ type }: { type: string }) => types.push(type) })();
    expect(types).to.deep.equal(['warning']);
  });
});
