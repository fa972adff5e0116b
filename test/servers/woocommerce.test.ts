import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { examine } from '../../src/server/doctor/index.js';
import { isInstalled, WOOCOMMERCE } from './languages.js';
import { Market, Site } from './market.js';

const installed = isInstalled(WOOCOMMERCE);
if (!installed) console.log('Not installed here, so the WooCommerce plugin is not tried: PHP with pdo_mysql, MariaDB');

const KEY = 'wc_order_Ab3dEf6hIj9kL';
const ORDER = { orderId: `1042-${KEY}` };

describe('the WooCommerce plugin', () => {
  it('is tried where all checks run', () => {
    expect(installed || process.env.CI !== 'true').to.equal(true);
  });
  if (!installed) return;

  let site: Site;
  let market: Market;
  before(async () => {
    site = await Site.open(WOOCOMMERCE);
  });
  after(() => site.close());
  beforeEach(async () => {
    market = await Market.open(site);
    await keep('pending');
  });
  afterEach(() => market.close());

  const keep = (status: string, total = '19.90', further: { paid?: string; transaction?: string } = {}) =>
    market.shop.place('order-1042.json', JSON.stringify({ key: KEY, total, status, ...further }));

  it('withstands the doctor, although WordPress lets every origin read its answers', async () => {
    await market.shop.place('order-1043.json', JSON.stringify({ key: 'wc_order_another9order', total: '5.00', status: 'pending' }));
    const { findings } = await examine({
      endpoint: market.shop.endpoint,
      order: { ...ORDER, quoteAmount: '19.90', quoteAssetId: 'usd' },
      otherOrderId: `1043-${KEY}`,
      callbackUrl: new URL(WOOCOMMERCE.address('callback', `${ORDER.orderId}.1.${'A'.repeat(43)}`), market.shop.endpoint).href,
      fetch,
    });
    expect(findings.filter(({ outcome }) => outcome !== 'holds')).to.deep.equal([]);
    expect(findings).to.have.length(15);
    const foreign = await market.ask('', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).to.deep.equal([204, null]);
  });

  it('leads from the checkout to the button, which names the order as the endpoint knows it', async () => {
    const chosen = await market.ask('/?order=1042');
    const page = await market.ask(chosen.headers.get('location') ?? '');
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(page.text)?.[1] ?? '';
    expect(read('endpoint')).to.equal(market.shop.endpoint);
    const shown = { orderId: read('order-id'), quoteAmount: read('quote-amount'), quoteAssetId: read('quote-asset-id') };
    expect(shown).to.deep.equal({ ...ORDER, quoteAmount: '19.90', quoteAssetId: 'usd' });
    expect((await market.click({ ...shown, returnTo: read('return-to') })).status).to.equal(200);
    expect((await market.post(ORDER)).headers.get('location')).to.match(new RegExp(`^${read('checkout-base')}[\\w-]+$`));
  });

  it('completes an order once, however often MixPay calls, and shows it paid from then on', async () => {
    const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
    const own = new URL(statusUrl, market.shop.endpoint).href;
    await market.control(code, { status: 'success' });
    for (const { body } of await Promise.all([1, 2, 3].map(() => market.callBack()))) expect(body.code).to.equal('SUCCESS');
    expect((await market.ask(own)).body.status).to.equal('success');
    expect(market.shop.count('order 1042 is processing')).to.equal(1);
    const again = await market.click(ORDER);
    expect([again.body.code, again.body.statusUrl !== undefined]).to.deep.equal(['already_paid', true]);
  });

  it('finds by its cron a payment for which no callback came', async () => {
    const { code = '' } = (await market.click(ORDER)).body;
    await market.shop.crash();
    await market.control(code, { status: 'success' });
    await market.shop.sweep();
    expect(market.shop.count('order 1042 is processing')).to.equal(1);
  });

  it('refuses another key, a cancelled order and one that is, or was, paid otherwise', async () => {
    expect((await market.click({ orderId: `1042-${KEY.toLowerCase()}` })).body.code).to.equal('order_unknown');
    expect((await market.click({ orderId: `9999-${KEY}` })).body.code).to.equal('order_unknown');
    expect((await market.click({ orderId: '1042-' })).body.code).to.equal('invalid_field');
    expect((await market.click({ item: 't-shirt-xl' })).body.code).to.equal('order_unknown');
    for (const [status, paid] of [['cancelled'], ['completed'], ['refunded'], ['failed', '2026-11-20T12:00:00Z']] as const) {
      await keep(status, '19.90', paid === undefined ? {} : { paid });
      expect((await market.click(ORDER)).body.code, status).to.equal('order_closed');
    }
    expect(market.calls).to.deep.equal([]);
  });

  it('notes money for an order that was paid otherwise in the meantime', async () => {
    const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
    await keep('processing');
    await market.control(code, { status: 'success' });
    await market.callBack();
    expect(market.shop.count('order 1042: MixPay has received money')).to.equal(1);
    expect(market.shop.count('order 1042 is')).to.equal(0);
    expect((await market.ask(new URL(statusUrl, market.shop.endpoint).href)).body.status).to.equal('auditing');
  });

  for (const [what, status, further] of [
    ['paid by card and refunded', 'refunded', { paid: '2026-11-20T12:00:00Z', transaction: 'card-1' }],
    ['paid by card and cancelled', 'cancelled', { paid: '2026-11-20T12:00:00Z', transaction: 'card-1' }],
    ['paid by card and charged back', 'failed', { paid: '2026-11-20T12:00:00Z', transaction: 'card-1' }],
    ['refunded by hand', 'refunded', {}],
    ['cancelled before it was paid', 'cancelled', {}],
  ] as const)
    it(`notes money for an order that was ${what} in the meantime, and leaves it as it is`, async () => {
      const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
      await keep(status, '19.90', further);
      await market.control(code, { status: 'success' });
      await market.callBack();
      expect(market.shop.count('order 1042: MixPay has received money')).to.equal(1);
      expect(market.shop.count('order 1042 is')).to.equal(0);
      expect((await market.ask(new URL(statusUrl, market.shop.endpoint).href)).body.status).to.equal('auditing');
    });

  it('completes an order that another way to pay has tried in vain', async () => {
    const { code = '' } = (await market.click(ORDER)).body;
    await keep('failed');
    await market.control(code, { status: 'success' });
    expect(market.shop.count('order 1042 is processing')).to.equal(1);
  });

  for (const status of ['processing', 'refunded', 'cancelled'])
    it(`does nothing to a ${status} order that this payment has completed before the server died`, async () => {
      const { code = '', traceId = '', statusUrl = '' } = (await market.click(ORDER)).body;
      await keep(status, '19.90', { paid: '2026-11-22T12:00:00Z', transaction: traceId });
      await market.control(code, { status: 'success' });
      expect((await market.ask(new URL(statusUrl, market.shop.endpoint).href)).body.status).to.equal('success');
      expect(market.shop.count('order 1042')).to.equal(0);
    });

  it('completes an order later where WordPress could not do it now', async () => {
    const { code = '' } = (await market.click(ORDER)).body;
    await market.shop.edit(...WOOCOMMERCE.muteness);
    await market.control(code, { status: 'success' });
    expect(market.shop.count('order 1042')).to.equal(0);
    await market.shop.edit(WOOCOMMERCE.muteness[1], WOOCOMMERCE.muteness[0]);
    await market.shop.sweep();
    expect(market.shop.count('order 1042 is processing')).to.equal(1);
  });

  it('holds an order whose total has changed since, for somebody to look', async () => {
    const { code = '', statusUrl = '' } = (await market.click(ORDER)).body;
    await keep('pending', '24.90');
    await market.control(code, { status: 'success' });
    expect(market.shop.count('order 1042 is on-hold')).to.equal(1);
    expect((await market.ask(new URL(statusUrl, market.shop.endpoint).href)).body.status).to.equal('auditing');
  });
});
