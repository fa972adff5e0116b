import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { Merchant, PAYEE } from './merchant.js';

describe('a payment that nobody has opened', () => {
  const ask = (merchant: Merchant) => merchant.ask(`/v1/payments_result?orderId=order-1&payeeId=${PAYEE}`);

  const answers: [SandboxOptions['unopened'], object][] = [
    [undefined, { code: 0, success: true }],
    ['unpaid', { code: 0, success: true }],
    ['not_found', { code: 10062, success: false }],
    ['empty', { code: 0, success: true, data: [] }],
  ];
  for (const [unopened, expected] of answers) {
    it(`is answered ${JSON.stringify(expected)} with unopened: ${unopened ?? 'left out'}`, async () => {
      const merchant = new Merchant(unopened === undefined ? {} : { unopened });
      await merchant.create();
      expect((await ask(merchant)).body).to.deep.include(expected);
    });
  }

  for (const unopened of ['not_found', 'empty'] as const) {
    it(`and is ${unopened} is answered as unpaid once somebody has seen its page`, async () => {
      const merchant = new Merchant({ unopened });
      const code = await merchant.create();
      await merchant.send(`/code/${code}`, { method: 'HEAD' });
      await merchant.send(`/code/${code}`, { headers: { accept: 'application/json' } });
      expect((await ask(merchant)).body.data).not.to.have.property('status');
      await merchant.page(code);
      expect((await ask(merchant)).body.data).to.include({ status: 'unpaid' });
    });

    it(`and is ${unopened} is answered in full once something happened to it`, async () => {
      const merchant = new Merchant({ unopened });
      await merchant.control(await merchant.create(), { status: 'confirming' });
      expect((await ask(merchant)).body.data).to.include({ status: 'confirming' });
    });

    it(`and is ${unopened} is answered in full once money came, if too late`, async () => {
      const merchant = new Merchant({ unopened });
      const code = await merchant.create();
      await merchant.control(code, { expire: true });
      await merchant.control(code, { lateAmount: '1' });
      expect((await ask(merchant)).body.data).to.include({ status: 'unpaid' });
    });
  }

  it('cannot be meant otherwise', () => {
    expect(() => new Merchant({ unopened: 'gone' as 'empty' })).to.throw(/expected "unpaid", "not_found" or "empty"/);
  });
});

describe('a second create', () => {
  for (const code of [10084, 10011, 10020, 10065, 10062, 19_999]) {
    it(`is answered ${code} when told to, and the first is not`, async () => {
      const merchant = new Merchant({ faults: [{ again: true, code }] });
      await merchant.create();
      expect((await merchant.createByJson()).body).to.deep.include({ code, success: false, data: [] });
      expect((await merchant.createByForm()).body.code).to.equal(code);
      expect((await merchant.createByJson({ orderId: 'order-2' })).body.code).to.equal(0);
      expect((await merchant.ask('/v1/setting/quote_assets')).body.code).to.equal(0);
    });
  }

  it('is answered with empty data when told to, by a script, as often as told', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.control('', { faults: [{ again: true, data: [], times: 1 }] });
    expect((await merchant.createByJson()).body).to.deep.include({ code: 0, success: true, data: [] });
    expect((await merchant.createByJson()).body.data['code']).to.equal(code);
  });

  it('with a body that is none is refused as any such body', async () => {
    const merchant = new Merchant({ faults: [{ again: true, code: 10084 }] });
    await merchant.create();
    expect((await merchant.createByJson({ quoteAmount: 'ten' })).body.code).to.equal(10011);
  });
});

describe('a fault that cannot be meant', () => {
  for (const fault of [
    { cod: 1 },
    { code: '10008' },
    { httpStatus: 99 },
    { httpStatus: 204 },
    { times: -1 },
    { path: 5 },
    { hang: 'yes' },
    { body: {} },
    JSON.parse('{"__proto__":1}') as object,
  ]) {
    it(`is refused from a script: ${JSON.stringify(fault)}`, async () => {
      const { status, body } = await new Merchant().control('', { faults: [fault] });
      expect([status, body.message.startsWith('faults')], body.message).to.deep.equal([422, true]);
    });
  }
});

describe('a fault too deep to be written out', () => {
  it('is refused from a script', async () => {
    const deep = `{"faults":[{"data":${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`;
    const merchant = new Merchant();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: deep };
    expect((await merchant.ask('/control', init)).status).to.equal(422);
    expect((await merchant.ask('/v1/setting/quote_assets')).status).to.equal(200);
  });
});

describe('the sentences', () => {
  for (const [code, sentence] of [
    [1017, 'Parameter error.'],
    [1429, 'Your request frequency is too high, please try again later.'],
    [2000, 'Insufficient permissions.'],
    [10001, 'User does not exist.'],
    [10004, 'The price is too low.'],
    [10008, 'Payments are suspended temporarily due to system maintenance. Please contact customer service if you have any questions.'],
    [10034, 'Price exception, please try again later.'],
  ] as const) {
    it(`of ${code} is MixPay’s`, async () => {
      const merchant = new Merchant({ faults: [{ code }] });
      expect((await merchant.createByJson()).body.message.startsWith(sentence)).to.equal(true);
    });
  }
});
