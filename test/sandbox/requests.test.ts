import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import '../helpers/seed.js';
import { BTC, ETH, Merchant, PAYEE, TRACE, type Answer } from './merchant.js';

const ORDER = { payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: BTC, isTemp: '1' };
const CREATE = '/v1/one_time_payment';

describe('a create', () => {
  const ways: [string, (merchant: Merchant) => Promise<Answer>][] = [
    ['a multipart form', (merchant) => merchant.ask(CREATE, { method: 'POST', body: multipart(ORDER) })],
    ['query parameters of a POST', (merchant) => merchant.ask(`${CREATE}?${new URLSearchParams(ORDER).toString()}`, { method: 'POST' })],
    [
      'query parameters of a POST that says it is JSON and has no body',
      (merchant) =>
        merchant.ask(`${CREATE}?${new URLSearchParams(ORDER).toString()}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        }),
    ],
    [
      'a form with a charset',
      (merchant) =>
        merchant.ask(CREATE, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
          body: new URLSearchParams(ORDER).toString(),
        }),
    ],
  ];
  for (const [what, send] of ways) {
    it(`is read from ${what}`, async () => {
      const merchant = new Merchant();
      const { body } = await send(merchant);
      expect(body, body.message).to.include({ code: 0, success: true });
      expect(await merchant.result(`traceId=${String(body.data['code'])}`)).to.include({ status: 'unpaid', quoteAmount: '10' });
    });
  }

  it('follows its body where the query says otherwise', async () => {
    const merchant = new Merchant();
    const { body } = await merchant.ask(`${CREATE}?quoteAmount=99&remark=query`, { method: 'POST', body: new URLSearchParams(ORDER) });
    const result = await merchant.result(`traceId=${String(body.data['code'])}`);
    expect(result).to.include({ quoteAmount: '10' });
    expect(result['info']).to.include({ remark: 'query' });
  });

  it('reads strictMode of a multipart form as of any form', async () => {
    for (const [strictMode, code] of [
      ['true', 10011],
      ['1', 0],
    ] as const) {
      const { body } = await new Merchant().ask(CREATE, { method: 'POST', body: multipart({ ...ORDER, strictMode }) });
      expect(body.code, strictMode).to.equal(code);
    }
  });

  it('without any id is a payment of its own each time, asked by its code', async () => {
    const merchant = new Merchant();
    const codes = await Promise.all([1, 2].map(() => merchant.create({ orderId: undefined })));
    expect(new Set(codes).size).to.equal(2);
    for (const code of codes) expect(await merchant.result(`traceId=${code}`)).to.include({ status: 'unpaid', traceId: code, orderId: '' });
  });

  it('is answered with its code and the terms as MixPay repeats them', async () => {
    const merchant = new Merchant();
    const { body } = await merchant.createByJson({ remark: 'Two cups', returnTo: 'https://shop.example/thanks' });
    const info = {
      payeeId: PAYEE,
      settlementAssetId: BTC,
      quoteAssetId: 'usd',
      quoteAmount: '10',
      remark: 'Two cups',
      orderId: 'order-1',
      callbackUrl: '',
      returnTo: 'https://shop.example/thanks',
    };
    expect(body.data['info']).to.deep.equal(info);
    expect((await merchant.result())['info']).to.deep.equal(info);
  });

  it('for a payee whom MixPay has not admitted yet is refused in its words, in any spelling', async () => {
    const merchant = new Merchant({ unadmitted: [PAYEE.replaceAll('-', '')] });
    const { body } = await merchant.createByJson({ payeeId: PAYEE.toUpperCase() });
    expect(body).to.include({ success: false, message: 'This payee is not allow to receive payment' });
    expect((await merchant.createByJson({ payeeId: TRACE })).body.code).to.equal(0);
  });
});

describe('whatever is posted', () => {
  /** A list so deep that writing it out as JSON overflows the stack. */
  const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

  const bodies: [string, string | Uint8Array<ArrayBuffer>, string?][] = [
    ['a deep list for an amount', `{"payeeId":"${PAYEE}","quoteAssetId":"usd","quoteAmount":${DEEP}}`],
    ['a deep list for a payee', `{"payeeId":${DEEP}}`],
    ['a number beyond all numbers', `{"payeeId":"${PAYEE}","quoteAssetId":"usd","quoteAmount":1e999}`],
    ['prototype keys', '{"__proto__":{"payeeId":1},"constructor":{"prototype":{}},"toString":1,"payeeId":"__proto__"}'],
    ['an asset that is a property of every object', JSON.stringify({ ...ORDER, quoteAssetId: 'constructor' })],
    ['lone surrogates', `{"payeeId":"${PAYEE}","remark":"\\ud800","quoteAmount":"1","quoteAssetId":"usd","settlementAssetId":"${BTC}"}`],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['null', 'null'],
    ['nothing that ends', '{"payeeId":'],
    ['a multipart form without boundary', '--x--', 'multipart/form-data'],
    ['a multipart form cut short', '--x\r\nContent-Disposition: form-data; name="payeeId"\r\n\r\n', 'multipart/form-data; boundary=x'],
    ['a broken escape in a form', 'payeeId=%E0%A4%A&quoteAmount=%', 'application/x-www-form-urlencoded'],
  ];
  for (const [what, body, type = 'application/json'] of bodies) {
    it(`${what} is answered and never with a fault of the sandbox’s own`, async () => {
      const merchant = new Merchant();
      for (const path of [CREATE, '/control/', `/control/${await merchant.create()}`]) {
        const answer = await merchant.ask(path, { method: 'POST', headers: { 'content-type': type }, body });
        expect([answer.status < 500, answer.body.code === -1], `${path}: ${answer.body.message}`).to.deep.equal([true, false]);
      }
    });
  }

  it('a file where a text is meant is refused', async () => {
    const form = multipart(ORDER);
    form.set('remark', new Blob(['x']), 'remark.txt');
    expect((await new Merchant().ask(CREATE, { method: 'POST', body: form })).body.code).to.equal(10011);
  });

  it('a body beyond 64 KB is refused before it is read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: endless, duplex: 'half' };
    expect((await new Merchant().ask(CREATE, init)).status).to.equal(413);
    expect(sent).to.be.lessThan(8);
  });

  it('any JSON in any field, for a create, a control or a fault, is an answer in MixPay’s envelope', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('', '0', '-1', '1e5', 'usd', BTC, ETH, '\u0000', '𝕏', 1e21, Number.MAX_SAFE_INTEGER, '9'.repeat(24), '9'.repeat(25)),
      fc.constantFrom('success', 'failed', 'paid_less', 'confirming', '40020', '40024', '40000', '10095', true, 99, 204),
    );
    const names = [
      ...['payeeId', 'quoteAmount', 'quoteAssetId', 'settlementAssetId', 'paymentAssetId', 'orderId', 'traceId', 'strictMode', 'remark'],
      ...['settlementMemo', 'returnTo', 'callbackUrl', 'callbackEvent', 'expiredTimestamp', 'expireSeconds'],
    ];
    const changes = ['status', 'paymentAmount', 'paymentAssetId', 'failureCode', 'lateAmount', 'confirmations', 'expire', 'settleStatus'];
    const faults = ['path', 'again', 'code', 'httpStatus', 'data', 'body', 'hang', 'afterwards', 'times'];
    const some = (keys: string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(some(names), fc.array(some(changes), { maxLength: 3 }), some(faults), async (fields, steps, fault) => {
        const merchant = new Merchant();
        const answers = [await merchant.createByJson(fields)];
        const code = answers[0]?.body.success === true ? String(answers[0].body.data['code']) : await merchant.create();
        for (const step of steps) answers.push(await merchant.control(code, step));
        answers.push(await merchant.ask(`/v1/payments_result?traceId=${String((await merchant.sandbox.payments())[0]?.['traceId'])}`));
        for (const { status, body } of answers) {
          expect(body, body.message).to.include.keys('code', 'success', 'message', 'data', 'timestampMs');
          expect([status < 500, body.code], body.message).to.deep.equal([true, body.code === -1 ? 0 : body.code]);
        }
        expect((await merchant.page(code)).length).to.be.greaterThan(1000);
        expect((await merchant.control('', { faults: [fault] })).status).to.be.oneOf([200, 422]);
        if (fault['hang'] !== true) expect((await merchant.send('/v1/setting/quote_assets')).status).to.be.a('number');
      }),
      { numRuns: 300 },
    );
  });
});

function multipart(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
