import { describe, it } from 'node:test';
import { expect } from 'chai';
import { symbolOf } from '../../src/core/assets.js';
import { formatMoney } from '../../src/core/money.js';
import { BTC, ETH, Merchant, PAYEE, TRACE } from './merchant.js';

const USDT_TRON = 'b91e18ff-a9ae-3dc7-8679-e935d9a4b34b';
const TRX = '25dabac5-056a-48ff-b9f9-f67395dc407c';

interface Asset {
  assetId: string;
  symbol: string;
  name: string;
  network: string;
  chainAsset: { id: string; symbol: string; name: string };
  isAvailable?: boolean;
  minPaymentAmount: string;
  maxPaymentAmount: string;
}

async function assets(merchant: Merchant, list: 'quote' | 'payment' | 'settlement', query = ''): Promise<Asset[]> {
  return (await merchant.ask(`/v1/setting/${list}_assets${query}`)).body.data as unknown as Asset[];
}

const find = (list: readonly Asset[], id: string) => list.find(({ assetId }) => assetId === id);

describe('any coin', () => {
  it('settles and is paid with, at a dollar where nobody named a price', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ settlementAssetId: TRACE.toUpperCase(), paymentAssetId: TRACE });
    expect(await merchant.result()).to.include({ payableAmount: '10', payableAssetId: TRACE, payableSymbol: '#5255' });
    await merchant.control(code, { status: 'success' });
    await merchant.clock.advance(30_000);
    expect(await merchant.result()).to.include({ settleAmount: '10', settleSymbol: '#5255', settleAsset: TRACE });
  });

  it('costs what an option says, and such a coin may also name the price', async () => {
    const merchant = new Merchant({ prices: { [TRACE.toUpperCase()]: '0.5', [BTC]: '100000' } });
    await merchant.create({ settlementAssetId: TRACE });
    await merchant.create({ orderId: 'order-2', quoteAssetId: TRACE });
    const payable = (await merchant.sandbox.payments()).map((each) => `${String(each['payableAmount'])} ${String(each['payableSymbol'])}`);
    expect(payable).to.deep.equal(['20 #5255', '0.00005 BTC']);
  });

  it('keeps its price as long as the payment lasts, over a restart that names another', async () => {
    let saved = '';
    const persistence = {
      load: () => Promise.resolve<unknown>(saved === '' ? null : JSON.parse(saved)),
      save: (state: unknown) => Promise.resolve(void (saved = JSON.stringify(state))),
    };
    await new Merchant({ persistence, prices: { [BTC]: '100000' } }).create();
    const after = new Merchant({ persistence, prices: { [BTC]: '50000' } });
    expect((await after.result())['payableAmount']).to.equal('0.0001');
  });

  it('is refused in the words of MixPay’s documents where an option lists it as unsupported', async () => {
    const merchant = new Merchant({ unsupported: [ETH.toUpperCase(), 'jpy'] });
    for (const [fields, code, sentence] of [
      [{ settlementAssetId: ETH }, 10002, 'The currency does not exist or does not supported exchanging.'],
      [{ paymentAssetId: ETH }, 10002, 'The currency does not exist or does not supported exchanging.'],
      [{ quoteAssetId: ETH }, 10003, 'Does not support this quote asset.'],
      [{ quoteAssetId: 'jpy', quoteAmount: '1000' }, 10003, 'Does not support this quote asset.'],
    ] as const) {
      const { body } = await merchant.createByJson(fields);
      expect(body.code).to.equal(code);
      expect(body.message.startsWith(sentence), body.message).to.equal(true);
    }
    const code = await merchant.create();
    expect(await merchant.page(code)).not.to.include('data-coin="ETH"');
    expect(await merchant.page(code, `?paymentAssetId=${ETH}`)).to.include('Pay 0.00016\u00a0BTC');
    expect((await merchant.control(code, { paymentAssetId: ETH })).status).to.equal(422);
    expect((await merchant.press(code, 'coin', { paymentAssetId: ETH })).status).to.equal(422);
  });

  it('options that cannot be meant are refused when the sandbox is made', () => {
    for (const prices of [{ [BTC]: 'ten' }, { [BTC]: '0' }, { [BTC]: '0.000000001' }, { bitcoin: '1' }]) {
      expect(() => new Merchant({ prices }), JSON.stringify(prices)).to.throw(/expected/);
    }
    expect(() => new Merchant({ unsupported: ['bitcoin'] })).to.throw(/expected the asset id of a coin/);
  });
});

describe('the named coins', () => {
  it('are twenty, and are called the same in the page and in the lists', async () => {
    const list = await assets(new Merchant(), 'payment');
    expect(list).to.have.length(20);
    for (const { assetId, symbol, name, network } of list) {
      expect(symbolOf(assetId.toUpperCase()), symbol).to.equal(symbol);
      expect(name, symbol).to.match(/^[A-Z]/);
      expect(network, symbol).to.match(/^[A-Z]/);
    }
    expect(formatMoney('2', USDT_TRON, 'en')).to.equal('2\u00a0USDT');
    expect(symbolOf(TRACE)).to.equal(undefined);
    for (const id of ['constructor', '', `${BTC.slice(0, -1)}b`, `d${BTC.slice(1)}`, `${BTC}0`])
      expect(symbolOf(id), id).to.equal(undefined);
  });

  it('name their chain as an asset of its own', async () => {
    const merchant = new Merchant();
    for (const list of ['quote', 'payment', 'settlement'] as const) {
      const coins = await assets(merchant, list);
      expect(find(coins, USDT_TRON)?.chainAsset, list).to.include({ id: TRX, symbol: 'TRX', name: 'TRON' });
      expect(find(coins, BTC)?.chainAsset, list).to.include({ id: BTC, symbol: 'BTC', name: 'Bitcoin' });
    }
  });

  it('can be told apart on the checkout page where a token stands on several chains', async () => {
    const merchant = new Merchant();
    const page = await merchant.page(await merchant.create());
    expect(page).to.include('Tether USD on TRON').and.to.include('Tether USD on Ethereum').and.to.include('Tether USD on BNB Smart Chain');
    expect(page).to.include('12 more');
  });
});

describe('the lists of what can be paid and settled', () => {
  const PRICE = `?payeeId=${PAYEE}&quoteAssetId=usd&settlementAssetId=${BTC}`;

  it('asked with a price say what is usable for it', async () => {
    const merchant = new Merchant({ unsupported: [ETH] });
    const payment = await assets(merchant, 'payment', `${PRICE}&quoteAmount=10`);
    expect(find(payment, BTC)).to.include({ isAvailable: true, maxPaymentAmount: '16' });
    expect(find(payment, ETH)).to.include({ isAvailable: false, minPaymentAmount: '0', maxPaymentAmount: '0' });
    const settlement = await assets(merchant, 'settlement', `${PRICE}&quoteAmount=10`);
    expect([find(settlement, BTC)?.isAvailable, find(settlement, ETH)?.isAvailable]).to.deep.equal([true, false]);
  });

  it('have nothing usable for a price that is too high or too low', async () => {
    for (const quoteAmount of ['1000001', '0.001']) {
      const payment = await assets(new Merchant(), 'payment', `${PRICE}&quoteAmount=${quoteAmount}`);
      expect(new Set(payment.map(({ maxPaymentAmount }) => maxPaymentAmount))).to.deep.equal(new Set(['0']));
    }
  });

  it('asked without a price hold only what is usable, and those a price was named of', async () => {
    const coins = await assets(new Merchant({ unsupported: [ETH], prices: { [TRACE]: '2' } }), 'payment');
    expect(find(coins, ETH)).to.equal(undefined);
    expect(find(coins, TRACE)).to.include({ symbol: '#5255', maxPaymentAmount: '500000' });
    expect(coins[0]).not.to.have.property('isAvailable');
  });

  it('refuse a price that is none, as a create does', async () => {
    const merchant = new Merchant();
    for (const [query, code] of [
      ['?quoteAmount=ten&quoteAssetId=usd', 10011],
      ['?quoteAmount=10', 1017],
      ['?quoteAmount=10&quoteAssetId=zzz', 10003],
      ['?quoteAmount=10&quoteAssetId=usd&settlementAssetId=usd', 10002],
    ] as const) {
      expect((await merchant.ask(`/v1/setting/payment_assets${query}`)).body.code, query).to.equal(code);
    }
  });
});
