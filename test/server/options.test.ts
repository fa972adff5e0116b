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

  const named: [string, Record<string, unknown>, RegExp][] = [
    ['a hook in lower case', { onpaid: () => undefined }, /^onpaid: expected an option of createPaymentHandler, did you mean onPaid\?$/],
    ['an id in another case', { payeeID: PAYEE }, /^payeeID: .*did you mean payeeId\?/],
    ['an address in lower case', { checkoutbase: 'https://mixpay.me/code/' }, /did you mean checkoutBase\?/],
    ['a slip', { settlmentAssetId: USDT }, /did you mean settlementAssetId\?/],
    ['snake case', { expires_in: 60 }, /did you mean expiresIn\?/],
    ['a name of nothing', { colour: 'blue' }, /^colour: expected an option of createPaymentHandler \(payeeId, .*uuid\)\. There is none/],
    ['a name of another package', { onSuccess: () => undefined }, /^onSuccess .*onPaid/],
    ['one of MixPay’s parameters', { callbackUrl: 'https://shop.example/cb' }, /^callbackUrl is made by the handler itself/],
    ['a misspelt name beside the missing one', { onPaid: undefined, onpaid: () => undefined }, /did you mean onPaid\?/],
  ];
  for (const [name, changes, message] of named)
    it(`names ${name}`, () => {
      expect(make(changes)).to.throw(message);
    });

  it('shortens a name that is very long', () => {
    expect(make({ ['x'.repeat(100_000)]: 1 }))
      .to.throw()
      .with.property('message')
      .that.matches(/^x{60}…: expected an option/);
  });

  it('takes a name that says nothing', () => {
    expect(make({ onpaid: undefined })).not.to.throw();
  });

  it('needs a runtime with Web Crypto, and says which have it', (test) => {
    test.mock.getter(globalThis, 'crypto', () => undefined);
    expect(make({})).to.throw(/^createPaymentHandler needs Web Crypto: run it in Node 20 or newer.*not "jsdom"\.$/);
  });

  it('needs options at all', () => {
    expect(() => createPaymentHandler(undefined as unknown as PaymentHandlerOptions)).to.throw(
      /expected an object of options, received nothing/,
    );
  });

  const told: [string, Record<string, unknown>, RegExp][] = [
    [
      'origins without brackets',
      { origins: 'https://other.example' },
      /^origins: expected a list .*received "https:\/\/other\.example"\. Put it in brackets/,
    ],
    [
      'a plain address in the network',
      { origin: 'http://192.168.1.20:3000' },
      /^origin: expected an origin .*received "http:\/\/192\.168\.1\.20:3000"\. A phone needs an https address, such as a tunnel’s/,
    ],
    ['a path behind the origin', { origin: 'https://shop.example/pay' }, /received "https:\/\/shop\.example\/pay"\.$/],
    [
      'a name for an account',
      { payeeId: 'my-shop' },
      /^payeeId: .*received "my-shop"\. MixPay’s settings show yours; the sandbox takes any/,
    ],
    ['one letter forty times', { secret: 'x'.repeat(40) }, /received 40 characters that are all the same/],
    ['three letters many times', { secret: 'abc'.repeat(20) }, /received 60 characters of which only 3 are different/],
    ['no secret', { secret: undefined }, /received nothing \(is the environment variable set\?\)/],
    [
      'the version in apiBase',
      { apiBase: 'https://api.mixpay.me/v1' },
      /^apiBase: expected .* without \/v1.*Give "https:\/\/api\.mixpay\.me"/,
    ],
    [
      'the version in a sandbox’s address',
      { origin: 'http://localhost:1', apiBase: 'http://localhost:4010/sandbox/v1/' },
      /Give "http:\/\/localhost:4010\/sandbox"/,
    ],
    ['a website in apiBase', { apiBase: 'https://mixpay.me' }, /^apiBase: expected the address of MixPay’s API/],
    ['half a checkoutBase', { checkoutBase: 'https://mixpay.me' }, /^checkoutBase: expected .*"https:\/\/mixpay\.me\/code\/"/],
    [
      'a currency to settle in',
      { settlementAssetId: 'usd' },
      /^settlementAssetId: expected the asset UUID of a coin.*received "usd"\. A price may be in a currency/,
    ],
    ['a flag in words', { sendOrderId: 'no' }, /^sendOrderId: expected true or false, received "no"/],
    ['a clock without hands', { clock: {} }, /^clock: expected an object with now\(\) and after/],
    [
      'a store not waited for',
      { store: Promise.resolve(memoryStore()) },
      /^store: expected .*received a promise \(is an await missing\?\)/,
    ],
    ['a hook that was called', { onPaid: Promise.resolve() }, /^onPaid: expected a function, received a promise/],
    [
      'the sandbox behind a public shop',
      { apiBase: 'http://127.0.0.1:4010' },
      /leave apiBase and checkoutBase out; to try it with the sandbox give a loopback origin/,
    ],
  ];
  for (const [name, changes, message] of told)
    it(`says what it expected and what it received: ${name}`, () => {
      expect(make(changes)).to.throw(message);
    });

  it('quotes no password of an address', () => {
    expect(make({ apiBase: 'https://me:hunter2@api.mixpay.me' }))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('hunter2');
  });

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
