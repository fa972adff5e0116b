import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { OrderTerms } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';

const right = { quoteAmount: '10', quoteAssetId: 'usd' };

/** What a shop is told of an `order()` that returned this. */
async function faultOf(said: unknown): Promise<string> {
  const shop = new Shop({ order: () => said as OrderTerms });
  const { status, body } = await shop.post({ item: 'shirt' });
  expect([status, body.code, shop.mixpay.calls]).to.deep.equal([500, 'order_failed', 0]);
  const told = shop.events.find((event) => event.type === 'error');
  return told?.error instanceof Error ? told.error.message : '';
}

describe('what order() returned', () => {
  const told: [string, unknown, RegExp][] = [
    ['nothing', undefined, /^order\(\): expected an object with quoteAmount and quoteAssetId, received nothing\. Return one/],
    ['a number', 10, /^order\(\): expected an object .*received the number 10\./],
    ['a list', [right], /^order\(\): .*received a list\./],
    [
      'an amount as a number',
      { ...right, quoteAmount: 10.5 },
      /^order\(\) returned quoteAmount: .*received the number 10\.5\. .*return "10\.5"\./,
    ],
    ['no amount', { quoteAssetId: 'usd' }, /^order\(\) returned quoteAmount: .*received nothing\./],
    ['an amount under another name', { amount: '10', quoteAssetId: 'usd' }, /There is a field amount, did you mean quoteAmount\?/],
    ['a name with a slip', { quoteAmuont: '10', quoteAssetId: 'usd' }, /There is a field quoteAmuont, did you mean quoteAmount\?/],
    ['a currency under another name', { quoteAmount: '10', currency: 'usd' }, /There is a field currency, did you mean quoteAssetId\?/],
    [
      'an amount not waited for',
      { ...right, quoteAmount: Promise.resolve('10') },
      /^order\(\) returned quoteAmount: .*received a promise \(is an await missing\?\)/,
    ],
    ['an order id not waited for', { ...right, orderId: Promise.resolve('order-1') }, /^order\(\) returned orderId: .*a promise/],
    ['metadata not waited for', { ...right, metadata: Promise.resolve({}) }, /^order\(\) returned metadata: .*a promise/],
    [
      'a promise deep in metadata',
      { ...right, metadata: { cart: { owner: Promise.resolve(1) } } },
      /^order\(\) returned metadata\.cart\.owner: .*a promise/,
    ],
    ['an own kind of promise', { ...right, item: { then: () => undefined } }, /^order\(\) returned item: .*a promise/],
    ['a field that is not even known', { ...right, user: Promise.resolve(1) }, /^order\(\) returned user: .*a promise/],
    ['metadata that is a text', { ...right, metadata: 'cart' }, /^order\(\) returned metadata: expected a JSON object.*received "cart"/],
  ];
  for (const [name, said, sentence] of told)
    it(`is named with its field: ${name}`, async () => {
      expect(await faultOf(said)).to.match(sentence);
    });

  it('may hold itself in metadata, and is refused without a stack overflow', async () => {
    const metadata: Record<string, unknown> = {};
    metadata['self'] = metadata;
    expect(await faultOf({ ...right, metadata })).to.match(/^order\(\) returned metadata/);
  });
});
