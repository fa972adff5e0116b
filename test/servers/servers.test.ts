import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { examine } from '../../src/server/doctor/index.js';
import { freePort } from '../helpers/ports.js';
import { readSnippet } from '../docs/read-docs.js';
import { isInstalled, LANGUAGES, PAYEE, SECRET } from './languages.js';
import { Market, Site } from './market.js';

const installed = Object.entries(LANGUAGES).filter(([, language]) => isInstalled(language));
const missing = Object.keys(LANGUAGES).filter((name) => !installed.some(([other]) => other === name));
if (missing.length > 0) console.log(`Not installed here, so their endpoints are not tried: ${missing.join(', ')}`);

const ORDER = { orderId: 'order-1001' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A mac as the endpoints make it. */
const mac = (...fields: (string | number)[]): string =>
  createHmac('sha256', SECRET)
    .update(fields.map((field) => `${String(field).length}:${field}`).join(','))
    .digest('base64url');

const statusToken = (orderId: string, attempt: number, until: number) =>
  `${orderId}.${attempt}.${until}.${mac('status', orderId, attempt, until)}`;

describe('endpoints in other languages', { concurrency: 2 }, () => {
  it('are all tried where all checks run', () => {
    expect(process.env.CI === 'true' ? missing : []).to.deep.equal([]);
  });

  for (const [name, language] of installed) {
    let site: Site;
    /** A test with a shop and a sandbox of its own. Whatever happens, no secret is printed or answered. */
    const inMarket = (claim: string, body: (market: Market) => Promise<void>, options?: SandboxOptions): void => {
      it(claim, async () => {
        const market = await Market.open(site, options);
        try {
          await body(market);
          expect(market.shop.printed).to.not.contain(SECRET);
          for (const create of market.creates) {
            const { traceId } = JSON.parse(create) as { traceId: string };
            expect(market.shop.printed).to.not.contain(traceId);
          }
        } catch (error) {
          console.error(`${name}, ${claim}:\n${market.shop.printed}`);
          throw error;
        } finally {
          await market.close();
        }
      });
    };

    describe(name, { concurrency: 1 }, () => {
      before(async () => {
        site = await Site.open(language);
      });
      after(() => site.close());

      inMarket('withstands the doctor, by order and by item', async ({ shop }) => {
        for (const order of [{ orderId: 'order-1001', quoteAmount: '19.9', quoteAssetId: 'usd' }, { item: 't-shirt-xl' }]) {
          const { findings } = await examine({
            endpoint: shop.endpoint,
            order,
            otherOrderId: 'order-1002',
            headers: { Cookie: 'customer=ada' },
            callbackUrl: new URL(language.address('callback', `order-1001.1.${'A'.repeat(43)}`), shop.endpoint).href,
            fetch,
          });
          expect(findings.filter(({ outcome }) => outcome !== 'holds')).to.deep.equal([]);
          expect(findings).to.have.length(15);
        }
      });

      if (name === 'php')
        inMarket('serves and pays the guide’s page from a folder with two files', async (market) => {
          await market.shop.place('index.html', readSnippet('html', 'php'));
          const page = await market.ask('/');
          const [, endpoint = '', item = ''] = /endpoint="([^"]+)" item="([^"]+)"/.exec(page.text) ?? [];
          expect([page.headers.get('content-type'), (await market.click({ item })).status]).to.deep.equal([
            'text/html; charset=UTF-8',
            200,
          ]);
          expect(new URL(endpoint, market.shop.endpoint).href).to.equal(market.shop.endpoint);
        });

      inMarket('does not take the codes for a sandbox’s where the checkout page is the shop’s own', async (market) => {
        await market.shop.crash();
        await market.shop.edit(`${site.origin}/code/`, 'https://pay.example/code/');
        await market.shop.start();
        const { status, body } = await market.click(ORDER);
        expect([status, body.sandbox]).to.deep.equal([200, false]);
      });

      inMarket('takes a payment: released once, however often MixPay calls', async (market) => {
        const { shop, calls } = market;
        const created = await market.click({ ...ORDER, quoteAmount: '19.9', quoteAssetId: 'USD' });
        expect(created.status).to.equal(200);
        const { code = '', statusUrl = '', ...rest } = created.body;
        expect(rest).to.have.all.keys('traceId', 'orderId', 'quoteAmount', 'quoteAssetId', 'expiresAt', 'now', 'sandbox');
        // Its codes are a sandbox's, and the page is to know it.
        expect(rest.sandbox).to.equal(true);
        expect([rest.orderId, rest.quoteAmount, rest.quoteAssetId]).to.deep.equal(['order-1001', '19.9', 'usd']);
        expect(rest.traceId).to.match(UUID);
        expect(Date.parse(rest.expiresAt ?? '') - Date.parse(rest.now ?? '')).to.be.within(1_700_000, 1_800_000);
        expect((await market.ask(statusUrl)).body.status).to.equal('unpaid');

        await market.control(code, { status: 'success' });
        const paid = await market.ask(statusUrl);
        expect([paid.body.status, paid.body.quoteAmount]).to.deep.equal(['success', '19.9']);
        for (const secret of [PAYEE, PAYEE.replaceAll('-', ''), rest.traceId]) expect(paid.text).to.not.contain(secret);

        const before = calls.length;
        const again = await Promise.all([1, 2, 3, 4].map(() => market.callBack()));
        expect(again.map(({ status, body }) => [status, body.code])).to.deep.equal(Array(4).fill([200, 'SUCCESS']));
        const clicked = await market.click(ORDER);
        expect([clicked.status, clicked.body.code]).to.deep.equal([409, 'already_paid']);
        expect((await market.ask(clicked.body.statusUrl ?? '')).body.status).to.equal('success');
        expect(calls.length).to.equal(before);
        expect(shop.count('order-1001 is paid')).to.equal(1);
      });

      inMarket('releases once when MixPay’s news comes from all sides at once', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        const sides = [...Array<string>(4).fill(market.callbackUrl), ...Array<string>(4).fill(statusUrl)];
        const news = market.sandbox.control(code, { status: 'success' });
        await Promise.all(sides.map((url) => (url === statusUrl ? market.ask(url) : market.callBack(url))));
        await news;
        await market.sandbox.idle();
        expect((await market.ask(statusUrl)).body.status).to.equal('success');
        expect(market.shop.count('order-1001 is paid')).to.equal(1);
      });

      inMarket('tells an underpayment, and takes the rest on the same link', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        await market.control(code, { status: 'paid_less' });
        const short = (await market.ask(statusUrl)).body;
        expect(short.status).to.equal('paid_less');
        expect(Number(short.payableAmount)).to.be.greaterThan(Number(short.paymentAmount));
        expect((await market.click(ORDER)).body.code).to.equal(code);
        expect(market.shop.count('is paid')).to.equal(0);
        await market.control(code, { status: 'success' });
        expect((await market.ask(statusUrl)).body.status).to.equal('success');
        expect(market.shop.count('order-1001 is paid')).to.equal(1);
        expect(market.creates).to.have.length(1);
      });

      inMarket('opens another payment after one that failed without money, and none after one that kept money', async (market) => {
        const first = (await market.click(ORDER)).body;
        await market.control(first.code ?? '', { status: 'failed', failureCode: '40032' });
        expect((await market.ask(first.statusUrl ?? '')).body).to.include({ status: 'failed', failureCode: '40032' });
        const second = (await market.click(ORDER)).body;
        expect(second.traceId).to.match(UUID).and.not.equal(first.traceId);

        await market.control(second.code ?? '', { status: 'failed', failureCode: '40024' });
        const failed = (await market.ask(second.statusUrl ?? '')).body;
        expect(failed).to.include({ status: 'failed', failureCode: '40024' });
        expect(Number(failed.paymentAmount)).to.be.greaterThan(0);
        expect((await market.click(ORDER)).body.code).to.equal('already_paid');
        expect([market.shop.count('order-1001 is review'), market.shop.count('is paid')]).to.deep.equal([1, 0]);
      });

      inMarket('leaves to a person a failure that had money, also where MixPay writes its code as a number', async (market) => {
        const { statusUrl = '', traceId } = (await market.click(ORDER)).body;
        const identity = { traceId, payeeId: PAYEE, quoteAssetId: 'usd', quoteAmount: '19.90' };
        market.sandbox.setFaults([{ path: '/payments_result', data: { ...identity, status: 'failed', failureCode: 40020 } }]);
        expect((await market.callBack()).body.code).to.equal('SUCCESS');
        expect((await market.ask(statusUrl)).body).to.include({ status: 'failed' });
        expect(market.shop.count('order-1001 is review')).to.equal(1);
        expect((await market.click(ORDER)).body.code).to.equal('already_paid');
      });

      inMarket('asks MixPay once for simultaneous clicks, with one answer for all', async (market) => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => market.click(ORDER)));
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(200));
        expect(new Set(answers.map(({ body }) => body.code)).size).to.equal(1);
        expect(market.creates).to.have.length(1);
      });

      inMarket('sends the identical body again where MixPay’s answer was lost', async (market) => {
        market.sandbox.setFaults([
          { path: '/one_time_payment', httpStatus: 502, body: '<h1>Bad gateway</h1>', afterwards: true, times: 1 },
        ]);
        const lost = await market.click(ORDER);
        expect([lost.status, lost.body.code, lost.headers.get('retry-after')]).to.deep.equal([503, 'mixpay_unavailable', '5']);
        // Whoever has not started the sandbox sees where it was looked for.
        expect(market.shop.printed).to.match(/POST http:\/\/\S+:\d+ was not answered, or not as MixPay does: is it running/);
        const found = await market.click(ORDER);
        expect([found.status, new Set(market.creates).size, market.creates.length]).to.deep.equal([200, 1, 2]);
        expect(await market.sandbox.payments()).to.have.length(1);
      });

      for (const code of [10020, 10065, 10084, 10011, 12345]) {
        inMarket(`survives a second create answered ${code}`, async (market) => {
          market.sandbox.setFaults([
            { path: '/one_time_payment', httpStatus: 502, body: '', afterwards: true, times: 1 },
            { path: '/one_time_payment', again: true, code },
          ]);
          expect((await market.click(ORDER)).status).to.equal(503);
          const second = await market.click(ORDER);
          const last = second.status === 200 ? second : await market.click(ORDER);
          expect(last.status).to.equal(200);
          await market.control(last.body.code ?? '', { status: 'success' });
          expect(market.shop.count('order-1001 is paid')).to.equal(1);
        });
      }

      for (const code of [10020, 10065, 10011]) {
        inMarket(`tells what is paid on a link of which MixPay said ${code} and nothing more`, async (market) => {
          market.sandbox.setFaults([
            { path: '/one_time_payment', code, afterwards: true, times: 1 },
            ...(code === 10065 ? [] : [{ path: '/payments_result', code: 10062, times: 1 }]),
          ]);
          expect((await market.click(ORDER)).body.code).to.equal(code === 10011 ? 'mixpay_refused' : 'attempt_ended');
          const { traceId } = JSON.parse(market.creates[0] ?? '') as { traceId: string };
          expect((await market.click(ORDER)).status).to.equal(200);
          await market.control(traceId, { status: 'success' });
          expect([market.shop.count('order-1001 is review'), market.shop.count('is paid')]).to.deep.equal([1, 0]);
          expect((await market.click(ORDER)).body.code).to.equal('already_paid');
        });
      }

      inMarket('tells MixPay’s own refusals, and one create a click', async (market) => {
        market.sandbox.setFaults([{ path: '/one_time_payment', code: 10004, times: 1 }]);
        const low = await market.click(ORDER);
        expect([low.status, low.body.code, low.body.apiCode]).to.deep.equal([422, 'price_too_low', 10004]);
        market.sandbox.setFaults([{ path: '/one_time_payment', code: 10002, times: 1 }]);
        expect((await market.click(ORDER)).body.code).to.equal('mixpay_refused');
        expect(market.creates).to.have.length(2);
        market.sandbox.setFaults([]);
        expect((await market.click(ORDER)).status).to.equal(200);
      });

      inMarket('keeps what is known while MixPay is down', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        market.sandbox.setFaults([{ httpStatus: 500, body: 'no' }]);
        expect((await market.ask(statusUrl)).body.status).to.equal('unpaid');
        expect((await market.click(ORDER)).body.code).to.equal(code);
        const callback = await market.callBack();
        expect([callback.status, callback.body.code]).to.deep.equal([
          503,
          callback.body.code === 'not_yet' ? 'not_yet' : 'mixpay_unavailable',
        ]);
      });

      inMarket('gives an answer up that comes byte by byte, or breaks off', async (market) => {
        await market.shop.crash();
        await market.shop.edit(...language.impatience);
        await market.shop.start();
        const byteByByte = (response: ServerResponse): void => {
          let sent = 0;
          const timer = setInterval(() => {
            if (++sent < 60) return response.write(' ');
            clearInterval(timer);
            return response.end('{"code":0,"success":true,"data":{"code":"too-late"}}');
          }, 100);
          response.on('close', () => clearInterval(timer));
        };
        const brokenOff = (response: ServerResponse): void => {
          response.write('{"code":0,', () => response.destroy());
        };
        try {
          for (const write of [byteByByte, brokenOff]) {
            site.write = write;
            const { status, body } = await market.click({ item: 't-shirt-xl' });
            expect([status, body.code], write.name).to.deep.equal([503, 'mixpay_unavailable']);
          }
        } finally {
          site.write = undefined;
        }
      });

      inMarket('is silent for a while once MixPay asks for it', async (market) => {
        market.sandbox.setFaults([{ code: 1429, httpStatus: 429, times: 1 }]);
        expect((await market.click(ORDER)).status).to.equal(503);
        const heard = market.calls.length;
        const next = await market.click(ORDER);
        expect([next.status, next.body.code]).to.deep.equal([503, 'busy']);
        expect(Number(next.headers.get('retry-after'))).to.be.greaterThan(0);
        expect(market.calls.length).to.equal(heard);
      });

      inMarket('stays below MixPay’s limit in a flood', async (market) => {
        const answers = [];
        for (let n = 0; n < 60; n++) answers.push(await market.click({ item: 't-shirt-xl' }));
        expect(answers.filter(({ status }) => status === 200)).to.have.length(50);
        expect(answers.at(-1)?.body.code).to.equal('busy');
        expect(market.calls).to.have.length(50);
      });

      const lies: [string, object][] = [
        ['another payee', { payeeId: '00000000-0000-4000-8000-000000000000' }],
        ['another asset', { quoteAssetId: 'jpy' }],
        ['another amount', { quoteAmount: '1.99' }],
        ['a number that is no plain decimal', { quoteAmount: 1.99e1 }],
        ['another trace', { traceId: '00000000-0000-4000-8000-000000000000' }],
        ['no trace', { traceId: undefined }],
        ['no amount', { quoteAmount: undefined }],
      ];
      inMarket('believes no result about something else', async (market) => {
        for (const [what, lie] of lies) {
          const key = crypto.randomUUID();
          const { statusUrl = '', traceId } = (await market.click({ item: 't-shirt-xl' }, { key })).body;
          const truth = { status: 'success', traceId, payeeId: PAYEE, quoteAssetId: 'usd', quoteAmount: '25.00000000' };
          market.sandbox.setFaults([{ path: '/payments_result', data: { ...truth, ...lie } }]);
          expect((await market.callBack()).body.code, what).to.equal('SUCCESS');
          expect((await market.ask(statusUrl)).body.status, what).to.equal('auditing');
          market.sandbox.setFaults([]);
        }
        expect([market.shop.count(' is review'), market.shop.count(' is paid')]).to.deep.equal([lies.length, 0]);
      });

      for (const unopened of ['not_found', 'empty'] as const) {
        inMarket(
          `follows a payment of which MixPay knows nothing until it is opened (${unopened})`,
          async (market) => {
            const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
            expect((await market.ask(statusUrl)).body.status).to.equal('unpaid');
            await market.control(code, { status: 'success' });
            expect((await market.ask(statusUrl)).body.status).to.equal('success');
          },
          { unopened },
        );
      }

      inMarket('keeps an order over a crash in mid-payment, and finds what was paid meanwhile', async (market) => {
        const { shop } = market;
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        await shop.crash();
        await shop.start();
        expect((await market.click(ORDER)).body.code).to.equal(code);
        await shop.crash();
        await market.control(code, { status: 'success' });
        await shop.start();
        await shop.sweep();
        await shop.prints('order-1001 is paid');
        await market.hears(statusUrl, 'success');
        expect(shop.count('order-1001 is paid')).to.equal(1);
        expect(market.creates).to.have.length(1);
      });

      inMarket(
        'sweeps the other orders where the shop’s hook raises for some, and tells of those later',
        async (market) => {
          const { shop } = market;
          const clicks = [{ item: 't-shirt-xl' }, { item: 't-shirt-xl' }, { item: 't-shirt-xl' }, ORDER];
          const created: Record<string, string>[] = [];
          for (const order of clicks) created.push((await market.click(order)).body);
          await shop.crash();
          await shop.edit(...language.muteness);
          for (const { code = '' } of created) await market.control(code, { status: 'success' });
          await shop.start();
          await shop.sweep();
          await shop.prints('order-1001 is paid');
          await market.hears(created.at(-1)?.statusUrl ?? '', 'success');
          const lost = await market.callBack((JSON.parse(market.creates[0] ?? '') as { callbackUrl: string }).callbackUrl);
          expect([lost.status, lost.body.code]).to.deep.equal([500, 'internal_error']);
          expect(shop.count(' is paid')).to.equal(1);

          await shop.crash();
          await shop.edit(language.muteness[1], language.muteness[0]);
          await shop.shift(1);
          await shop.sweep();
          for (const { orderId = '' } of created) await shop.prints(`${orderId} is paid`);
          expect(shop.count(' is paid')).to.equal(4);
        },
        // No callback comes, so that the sweep alone can find what is paid.
        { fetch: () => Promise.reject(new TypeError('no callbacks')) },
      );

      if (name === 'ruby' || name === 'go')
        inMarket('finds a payment beside an order whose file is damaged', async (market) => {
          const { code = '' } = (await market.click(ORDER)).body;
          await market.shop.crash();
          await market.shop.place('payments.data/6f726465722d31303032.order', '{"order');
          await market.control(code, { status: 'success' });
          await market.shop.start();
          await market.shop.prints('trouble');
          expect(market.shop.printed).to.not.contain('in the sweep');
          await market.shop.prints('order-1001 is paid');
        });

      inMarket('replaces the link when the price changes, and pays nothing by the old one', async (market) => {
        const { shop } = market;
        const old = (await market.click(ORDER)).body;
        await shop.crash();
        await shop.edit('19.90', '24.90');
        await shop.start();
        const told = await market.click({ ...ORDER, quoteAmount: '19.90', quoteAssetId: 'usd' });
        expect([told.status, told.body.code, told.body.quoteAmount, told.body.quoteAssetId]).to.deep.equal([
          409,
          'price_changed',
          '24.9',
          'usd',
        ]);
        const fresh = (await market.click({ ...ORDER, quoteAmount: '24.90', quoteAssetId: 'usd' })).body;
        expect([fresh.quoteAmount, fresh.code === old.code]).to.deep.equal(['24.9', false]);
        const gone = await market.ask(old.statusUrl ?? '');
        expect([gone.status, gone.body.code]).to.deep.equal([410, 'superseded']);

        await market.control(old.code ?? '', { status: 'success' });
        expect([shop.count('order-1001 is review'), shop.count('is paid')]).to.deep.equal([1, 0]);
        expect((await market.ask(old.statusUrl ?? '')).body.status).to.equal('auditing');
        expect((await market.click(ORDER)).body.code).to.equal('already_paid');
      });

      inMarket('releases nothing by a link that another process replaces while MixPay’s result is on its way', async (market) => {
        const { traceId } = (await market.click(ORDER)).body;
        const dearer = await market.shop.twin(await freePort(), '19.90', '24.90');
        try {
          const mixpay = site.answer;
          let answer: (response: Response) => void = () => undefined;
          const asked = new Promise<void>((resolve) => {
            site.answer = () => {
              site.answer = mixpay;
              resolve();
              return new Promise((held) => (answer = held));
            };
          });
          const called = market.callBack();
          await asked;
          await dearer.start();
          const fresh = await market.click(ORDER, { at: dearer.endpoint });
          expect([fresh.status, fresh.body.quoteAmount]).to.deep.equal([200, '24.9']);
          const data = { status: 'success', traceId, payeeId: PAYEE, quoteAssetId: 'usd', quoteAmount: '19.90000000' };
          answer(Response.json({ code: 0, success: true, message: '', data }));
          expect((await called).body.code).to.equal('SUCCESS');
          expect([market.shop.count('order-1001 is review'), market.shop.count('is paid')]).to.deep.equal([1, 0]);
        } finally {
          await dearer.close();
        }
      });

      inMarket('opens another link once the last one is out of time, and not before it can be paid no more', async (market) => {
        const old = (await market.click(ORDER)).body;
        await market.shop.shift(31);
        const late = await market.click(ORDER);
        expect([late.status, late.body.code]).to.deep.equal([503, 'just_expired']);
        expect(Number(late.headers.get('retry-after'))).to.be.within(500, 541);
        await market.shop.shift(10);
        const fresh = (await market.click(ORDER)).body;
        expect(fresh.code).to.match(UUID).and.not.equal(old.code);
        expect((await market.ask(old.statusUrl ?? '')).status).to.equal(410);
        await market.control(fresh.code ?? '', { status: 'success' });
        expect(market.shop.count('order-1001 is paid')).to.equal(1);
      });

      inMarket('follows to its end what was seen before the deadline', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        await market.control(code, { status: 'confirming' });
        await market.shop.shift(60);
        expect((await market.click(ORDER)).body.code).to.equal(code);
        await market.control(code, { status: 'success' });
        expect((await market.ask(statusUrl)).body.status).to.equal('success');
      });

      inMarket('forgets no money that was seen when MixPay suddenly knows nothing of the payment', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        await market.control(code, { status: 'confirming' });
        await market.shop.crash();
        await market.shop.edit('19.90', '24.90');
        await market.shop.shift(60);
        for (const [fault, shown] of [
          [{ code: 10062 }, 'confirming'],
          [{ data: { status: '' } }, 'pending'],
        ] as const) {
          market.sandbox.setFaults([{ path: '/payments_result', ...fault }]);
          await market.callBack();
          expect((await market.ask(statusUrl)).body.status).to.equal(shown);
        }
        const dearer = await market.click(ORDER);
        expect([dearer.status, dearer.body.code]).to.deep.equal([409, 'already_paid']);
        expect(market.creates).to.have.length(1);
      });

      inMarket('goes on with its clock set back', async (market) => {
        const { statusUrl = '' } = (await market.click(ORDER)).body;
        await market.ask(statusUrl);
        await market.shop.crash();
        const [payment] = await market.sandbox.payments();
        await market.control(payment?.code ?? '', { status: 'success' });
        await market.shop.shift(-20);
        await market.ask(statusUrl);
        await market.shop.prints('order-1001 is paid');
        await market.hears(statusUrl, 'success');
        expect((await market.click({ item: 't-shirt-xl' })).status).to.equal(200);
      });

      inMarket('leaves to a person what was paid at a price that no longer holds', async (market) => {
        const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
        await market.shop.crash();
        await market.shop.edit('19.90', '24.90');
        await market.shop.start();
        await market.control(code, { status: 'success' });
        expect((await market.ask(statusUrl)).body.status).to.equal('auditing');
        expect([market.shop.count('order-1001 is review'), market.shop.count('is paid')]).to.deep.equal([1, 0]);
      });

      inMarket('leaves to a person what was paid for an order that is there no more', async (market) => {
        const { code = '' } = (await market.click(ORDER)).body;
        await market.shop.crash();
        await market.shop.edit('order-1001', 'order-1009');
        await market.shop.start();
        await market.control(code, { status: 'success' });
        expect([market.shop.count('order-1001 is review'), market.shop.count('is paid')]).to.deep.equal([1, 0]);
      });

      inMarket('sends a form to the checkout, and nowhere else', async (market) => {
        const sent = await market.post({ ...ORDER, quoteAmount: '' });
        expect(sent.status).to.equal(303);
        const code = (await market.sandbox.payments())[0]?.code ?? '';
        expect(sent.headers.get('location')).to.match(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/code/${code}$`));
        const refused = await market.post({ orderId: 'order-"><b>' });
        expect([refused.status, refused.headers.get('content-type')]).to.deep.equal([422, 'text/html; charset=utf-8']);
        expect(refused.text)
          .to.contain(`href="${new URL(market.shop.endpoint).origin}/"`)
          .and.not.contain('<b>');
        for (const returnTo of [
          'https://evil.example/',
          '//evil.example',
          'javascript:alert(1)',
          'http://127.0.0.1:1/',
          'https://a@evil.example/',
        ])
          expect((await market.post({ ...ORDER, returnTo })).status, returnTo).to.equal(422);
        const own = `${new URL(market.shop.endpoint).origin}/thanks?x=1`;
        expect((await market.post({ item: 't-shirt-xl', returnTo: own })).status).to.equal(303);
        expect(JSON.parse(market.creates.at(-1) ?? '')).to.include({ returnTo: own });
        const json = await market.post(ORDER, { Accept: 'application/json' });
        expect([json.status, json.body.code]).to.deep.equal([200, code]);
      });

      inMarket('lets only its own pages post', async (market) => {
        const origin = new URL(market.shop.endpoint).origin;
        const strangers: Record<string, string>[] = [
          { Origin: 'https://evil.example' },
          { Origin: 'null' },
          { Origin: `${origin}.evil.example`, 'Sec-Fetch-Site': 'cross-site' },
          { 'Sec-Fetch-Site': 'same-site' },
        ];
        for (const headers of strangers) {
          const answer = await market.click(ORDER, { headers });
          expect([answer.status, answer.body.code], JSON.stringify(headers)).to.deep.equal([403, 'foreign_origin']);
          expect(answer.headers.get('access-control-allow-origin')).to.equal(null);
          expect((await market.post(ORDER, headers)).status).to.equal(headers['Origin'] === undefined ? 303 : 403);
        }
        const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
        expect(
          (await market.ask('', { method: 'POST', headers: { ...form, Cookie: 'customer=ada' }, body: 'orderId=order-1001' })).status,
        ).to.equal(403);
        expect((await market.click(ORDER, { headers: { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' } })).status).to.equal(200);
        const own = await market.click(ORDER, { headers: { Origin: origin } });
        expect([own.status, own.headers.get('access-control-allow-origin')]).to.deep.equal([200, origin]);
        expect(own.headers.get('access-control-expose-headers')).to.equal('Retry-After');

        const preflight = (from: string) =>
          market.ask('', { method: 'OPTIONS', headers: { Origin: from, 'Access-Control-Request-Headers': 'content-type,x-token' } });
        const allowed = await preflight(origin);
        expect([allowed.status, allowed.headers.get('access-control-allow-headers')]).to.deep.equal([204, 'content-type,x-token']);
        expect(allowed.headers.get('access-control-allow-methods')).to.equal('POST, OPTIONS');
        expect((await preflight('https://evil.example')).headers.get('access-control-allow-methods')).to.equal(null);
      });

      inMarket('refuses what is no order of this visitor’s, and whatever breaks the wire’s rules', async (market) => {
        const asked: [number, string, object | string, string?][] = [
          [404, 'order_unknown', { orderId: 'order-1002' }],
          [404, 'order_unknown', { orderId: 'order-9999' }],
          [404, 'order_unknown', { item: 'toString' }],
          [404, 'order_unknown', {}],
          [409, 'price_changed', { ...ORDER, quoteAmount: '0.01', quoteAssetId: 'usd' }],
          [409, 'price_changed', { ...ORDER, quoteAmount: '19.90', quoteAssetId: 'jpy' }],
          [409, 'price_changed', { item: 't-shirt-xl', quoteAmount: '1', quoteAssetId: 'usd', payeeId: PAYEE }],
          [422, 'invalid_field', { orderId: 'short' }],
          [422, 'invalid_field', { orderId: ['order-1001'] }],
          [422, 'invalid_field', { orderId: 'order-1001\n' }],
          [422, 'invalid_field', { ...ORDER, quoteAmount: '1e1', quoteAssetId: 'usd' }],
          [422, 'invalid_field', { ...ORDER, quoteAmount: '0.00', quoteAssetId: 'usd' }],
          [422, 'invalid_field', { item: 'x'.repeat(201) }],
          [422, 'invalid_field', { item: 't-shirt-xl', traceId: 'no-uuid' }],
          [422, 'invalid_field', { ...ORDER, failedReturnTo: 'https://evil.example/' }],
          [400, 'bad_request', '[]'],
          [400, 'bad_request', '{"orderId":'],
          [400, 'bad_request', '"order-1001"'],
          [413, 'too_large', { ...ORDER, remark: 'x'.repeat(20_000) }],
          [415, 'unsupported_media_type', ORDER, 'text/plain'],
        ];
        for (const [status, code, body, type = 'application/json'] of asked) {
          const answer = await market.click(body, { type });
          expect([answer.status, answer.body.code], JSON.stringify(body).slice(0, 100)).to.deep.equal([status, code]);
          expect(answer.headers.get('content-type')).to.equal('application/problem+json');
          expect(answer.body).to.include({ status, type: `urn:mixpay-button:${code}` });
          expect(answer.body.title).to.be.a('string').and.not.equal('');
          expect(answer.headers.get('cache-control')).to.equal('no-store');
        }
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const answer = await market.ask('', { method });
          expect([answer.status, answer.headers.get('allow')]).to.deep.equal([405, 'POST, OPTIONS']);
        }
        expect(market.calls).to.deep.equal([]);
      });

      inMarket('makes an order of each purchase of an item', async (market) => {
        const key = crypto.randomUUID();
        const buy = (nonce: object, header: string) => market.click({ item: 't-shirt-xl', ...nonce }, { key: header });
        const bought = await Promise.all([
          buy({ traceId: key }, crypto.randomUUID()),
          buy({ traceId: key.toUpperCase() }, crypto.randomUUID()),
          buy({}, key),
          buy({}, crypto.randomUUID()),
        ]);
        const ids = bought.map(({ body }) => body.orderId);
        expect(ids[0]).to.match(/^[0-9a-f]{24}$/);
        expect([ids[1], ids[2], new Set(ids).size]).to.deep.equal([ids[0], ids[0], 2]);
        expect(bought[0].body.quoteAmount).to.equal('25');
        expect(JSON.parse(market.creates[0] ?? '')).to.have.all.keys(
          ...['payeeId', 'quoteAmount', 'quoteAssetId', 'settlementAssetId', 'traceId', 'expiredTimestamp', 'callbackUrl', 'callbackEvent'],
        );
        await market.control(bought[0].body.code ?? '', { status: 'success' });
        expect(market.shop.count(`${ids[0] ?? ''} is paid`)).to.equal(1);
      });

      inMarket('answers 404 to forged and expired addresses without asking MixPay, 410 to those of a lost record', async (market) => {
        const { statusUrl = '' } = (await market.click(ORDER)).body;
        const until = Math.floor(Date.now() / 1000) + 3600;
        const genuine = statusToken('order-1001', 1, until);
        expect((await market.ask(language.address('status', genuine))).body.status).to.equal('unpaid');
        const before = market.calls.length;
        const spoiled = `${genuine.slice(0, -1)}${genuine.endsWith('A') ? 'B' : 'A'}`;
        const forged = [
          spoiled,
          genuine.replace('order-1001', 'order-1002'),
          genuine.replace('.1.', '.2.'),
          genuine.replace(String(until), String(until + 1)),
          statusToken('order-1001', 1, until - 7200),
          `order-1001.1.${until}.${mac('callback', 'order-1001', 1)}`,
          `${genuine}%0A`,
          'x',
        ];
        for (const token of forged) {
          const answer = await market.ask(language.address('status', token));
          expect([answer.status, answer.body.code], token).to.deep.equal([404, 'not_found']);
          expect(answer.headers.get('cache-control')).to.equal('no-store');
        }
        for (const token of [`order-1001.1.${mac('status', 'order-1001', 1)}`, `order-1001.2.${mac('callback', 'order-1001', 1)}`]) {
          const answer = await market.callBack(language.address('callback', token));
          expect([answer.status, answer.body.code], token).to.deep.equal([404, 'not_found']);
        }
        const lost = await market.ask(language.address('status', statusToken('order-7777', 1, until)));
        expect([lost.status, lost.body.code]).to.deep.equal([410, 'forgotten']);
        const unknown = await market.callBack(language.address('callback', `order-7777.1.${mac('callback', 'order-7777', 1)}`));
        expect([unknown.status, unknown.body.code]).to.deep.equal([503, 'not_yet']);
        const posted = await market.ask(statusUrl, { method: 'POST' });
        expect([posted.status, posted.headers.get('allow')]).to.deep.equal([405, 'GET, OPTIONS']);
        expect(market.calls.length).to.equal(before);
      });
    });
  }
});
