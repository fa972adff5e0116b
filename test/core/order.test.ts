import { expect } from 'chai';
import { describe, it } from 'node:test';
import { findInvalidField, type OrderRequest } from '../../src/core/order.js';

const UUID = '525502dd-e552-4505-b114-32fe32ff23c2';

describe('the fields of an order', () => {
  const good: OrderRequest[] = [
    {},
    { orderId: 'abc_-1' },
    { orderId: 'x'.repeat(36) },
    { traceId: UUID },
    { quoteAmount: '10.50', quoteAssetId: 'usd' },
    { quoteAmount: '1', quoteAssetId: UUID },
    { remark: 'ü'.repeat(50) },
    { remark: '🍕'.repeat(50) },
    { item: 'x'.repeat(200) },
    { returnTo: 'https://shop.example/thanks?x=1' },
    { expiresIn: 60 },
    { expiresIn: 172_800 },
    { orderId: 'abcdef' },
    { quoteSymbol: 'x'.repeat(20) },
    { failedReturnTo: 'http://shop.example/'.padEnd(2048, 'x') },
    { quoteAssetId: 'usd' },
  ];
  for (const order of good)
    it(`${JSON.stringify(order).slice(0, 60)} is fine`, () => void expect(findInvalidField(order)).to.equal(undefined));

  const bad: [keyof OrderRequest, unknown][] = [
    ['orderId', 'a b'],
    ['orderId', '12345'],
    ['orderId', 'x'.repeat(37)],
    ['orderId', 'abcdef/'],
    ['traceId', 'not-a-uuid'],
    ['quoteAmount', '0'],
    ['quoteAmount', '-1'],
    ['quoteAmount', '1e3'],
    ['quoteAmount', '10,00'],
    ['quoteAmount', 'NaN'],
    ['quoteAssetId', 'dollars'],
    ['paymentAssetId', 'c6d0c728'],
    ['remark', 'x'.repeat(51)],
    ['item', 'x'.repeat(201)],
    ['returnTo', 'javascript:alert(1)'],
    ['returnTo', '/relative'],
    ['quoteSymbol', 'x'.repeat(21)],
    ['failedReturnTo', 'http://shop.example/'.padEnd(2049, 'x')],
    ['failedReturnTo', 7],
    ['item', 7],
    ['orderId', 1_234_567],
    ['traceId', 7],
    ['quoteAssetId', 7],
    ['quoteAmount', 10],
    ['expiresIn', '60'],
    ['expiresIn', 59],
    ['expiresIn', 172_801],
    ['expiresIn', 90.5],
  ];
  for (const [field, value] of bad) {
    it(`${field} ${JSON.stringify(value).slice(0, 50)} is refused, naming field, rule and value`, () => {
      const error = findInvalidField({ [field]: value }, (name) => `the ${name}`);
      expect(error).to.include({ code: 'invalid_field', field: `the ${field}`, value, retryable: false });
      expect(error?.message).to.match(/^the \w+: expected .+, received .+\.$/);
    });
  }
  it('an amount without its asset is refused', () => {
    expect(findInvalidField({ quoteAmount: '10' })).to.include({ field: 'quoteAssetId' });
  });
});
