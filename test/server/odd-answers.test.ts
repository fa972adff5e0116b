import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';

describe('a create that MixPay answers as no document says', () => {
  const answers: Record<string, string> = {
    'a refusal whose code is a text': '{"code":"10008","message":"maintenance","data":[]}',
    'a refusal all in texts': '{"code":"10008","success":"false","message":"maintenance","data":[]}',
    'a refusal in a word': '{"code":"MAINTENANCE","message":"maintenance"}',
    'a code outside of its envelope': '{"code":"abc","quoteAmount":"1","quoteAssetId":"usd"}',
    'lists in lists': `{"code":0,"success":true,"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  };
  for (const [name, text] of Object.entries(answers))
    it(`opens nothing: ${name}`, async () => {
      const shop = new Shop();
      shop.mixpay.script.push(() => new Response(text));
      const { status, body } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code]).to.deep.equal([503, 'mixpay_unavailable']);
      expect((await shop.create()).code).to.equal('code-1');
    });

  it('is quiet for as long as MixPay asks, also where 1429 is a text', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => Response.json({ code: '1429', success: false, message: 'too many', data: [] }));
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    await shop.clock.advance(5000);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    expect(shop.mixpay.calls).to.equal(1);
  });
});
