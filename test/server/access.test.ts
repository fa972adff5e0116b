import { describe, it } from 'node:test';
import { expect } from 'chai';
import { checkReturn } from '../../src/server/access.js';
import { refuse } from '../../src/server/index.js';
import { ORIGIN, Shop } from '../helpers/open-shop.js';

const PARTNER = 'https://partner.example';
const body = { orderId: 'order-1' };

describe('who may post', () => {
  const cases: [string, Record<string, string>, number, number][] = [
    ['nothing said', {}, 200, 403],
    ['the shop’s own origin', { Origin: ORIGIN }, 200, 303],
    ['a named origin', { Origin: PARTNER, 'Sec-Fetch-Site': 'cross-site' }, 200, 303],
    [
      'same-origin by Sec-Fetch-Site, reached under another name',
      { Origin: 'http://127.0.0.1:5173', 'Sec-Fetch-Site': 'same-origin' },
      200,
      303,
    ],
    ['a foreign origin', { Origin: 'https://evil.example' }, 403, 403],
    ['a foreign origin that looks alike', { Origin: `${ORIGIN}.evil.example` }, 403, 403],
    ['the shop’s origin over http', { Origin: 'http://shop.example' }, 403, 403],
    ['a null origin', { Origin: 'null' }, 403, 403],
    ['a null origin from another site', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
    ['a null origin on the shop’s own page, under no-referrer', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }, 200, 303],
    ['cross-site without an origin', { 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
    ['same-site without an origin', { 'Sec-Fetch-Site': 'same-site' }, 403, 403],
    ['typed by hand, as browsers say, without an origin', { 'Sec-Fetch-Site': 'none' }, 403, 403],
  ];
  for (const [name, headers, json, form] of cases) {
    it(`${name}: JSON ${json}, form ${form}`, async () => {
      const shop = new Shop({ origins: [PARTNER] });
      expect((await shop.post(body, headers)).status).to.equal(json);
      expect((await shop.postForm(body, headers)).status).to.equal(form);
    });
  }

  it('creates nothing for a request that may not post', async () => {
    const shop = new Shop();
    const { body: problem } = await shop.post(body, { Origin: 'https://evil.example' });
    expect(problem.code).to.equal('foreign_origin');
    expect(shop.mixpay.calls).to.equal(0);
  });

  const named: [string, Record<string, string>, RegExp][] = [
    ['another site', { Origin: 'https://evil.example' }, /received "https:\/\/evil\.example"\. Add it to "origins"/],
    ['its own host over http', { Origin: 'http://shop.example' }, /received "http:\/\/shop\.example" \(only http and https differ\)/],
    ['a sandboxed frame', { Origin: 'null' }, /Origin is "null"/],
    ['nothing', { 'Sec-Fetch-Site': 'cross-site' }, /names no Origin/],
  ];
  for (const [name, headers, sentence] of named) {
    it(`tells the developer which origin came and what it would take: ${name}`, async () => {
      const shop = new Shop();
      expect((await shop.post(body, headers)).body['detail']).to.match(sentence);
      expect(shop.events.find(({ type }) => type === 'refused'))
        .to.have.property('advice')
        .that.matches(sentence);
    });
  }

  it('tells a payer without script nothing of options', async () => {
    const shop = new Shop();
    const { body: page } = await shop.postForm(body, { Origin: 'https://evil.example' });
    expect(page['text']).to.contain('Payments may not be started from this site.').and.not.contain('origins');
  });

  it('leaves the code "forbidden" to the shop, which means a missing session by it', async () => {
    const shop = new Shop({
      order: () => {
        throw refuse(403, 'forbidden');
      },
    });
    const { status, body: problem } = await shop.post(body);
    expect([status, problem.code]).to.deep.equal([403, 'forbidden']);
  });
});

describe('what a request must be', () => {
  it('is answered in no other way than documented', async () => {
    const shop = new Shop();
    const type = { 'Content-Type': 'application/json' };
    const status = async (path: string, init: RequestInit) => (await shop.send(path, init)).status;
    expect(await status('/api/mixpay', { method: 'GET' })).to.equal(405);
    expect(await status('/api/mixpay', { method: 'PUT', body: '{}', headers: type })).to.equal(405);
    expect(await status('/api/mixpay/status/x', { method: 'POST', body: '{}', headers: type })).to.equal(405);
    expect(await status('/api/mixpay/callback/x', { method: 'GET' })).to.equal(405);
    expect(await status('/elsewhere', { method: 'POST', body: '{}', headers: type })).to.equal(404);
    expect(await status('/api/mixpayer', { method: 'POST', body: '{}', headers: type })).to.equal(404);
    expect(await status('/api/mixpay/status/a/b', {})).to.equal(404);
    expect(await status('/api/mixpay', { method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain' } })).to.equal(415);
    expect(await status('/api/mixpay', { method: 'POST', body: '{}', headers: { 'Content-Type': 'multipart/form-data' } })).to.equal(415);
    expect(await status('/api/mixpay', { method: 'POST', body: `{"remark":"${'x'.repeat(20_000)}"}`, headers: type })).to.equal(413);
    for (const text of ['', '{', '[]', '"x"', 'null', '7'])
      expect(await status('/api/mixpay', { method: 'POST', body: text, headers: type })).to.equal(400);
    expect(shop.mixpay.calls).to.equal(0);
  });

  it('says in Allow what is possible, and in every answer that it must not be kept', async () => {
    const shop = new Shop();
    for (const answer of [
      await shop.send('/api/mixpay'),
      await shop.post(body),
      await shop.send('/api/mixpay/status/x'),
      await shop.postForm(body),
    ]) {
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
      expect(answer.headers.get('vary')).to.contain('Origin');
    }
    expect((await shop.send('/api/mixpay')).headers.get('allow')).to.equal('POST, OPTIONS');
  });

  const bad: Record<string, unknown> = {
    orderId: 'a b',
    quoteAmount: '1e3',
    quoteAssetId: 'dollars',
    remark: 'x'.repeat(51),
    item: 'x'.repeat(201),
    traceId: 'not-a-uuid',
    expiresIn: 5,
    returnTo: 'javascript:alert(1)',
  };
  for (const [field, value] of Object.entries(bad)) {
    it(`names the field that breaks its rule: ${field}`, async () => {
      const shop = new Shop();
      const { status, body: problem } = await shop.post({ orderId: 'order-1', quoteAssetId: 'usd', [field]: value });
      expect([status, problem.code, problem.field]).to.deep.equal([422, 'invalid_field', field]);
      expect(shop.mixpay.calls).to.equal(0);
    });
  }

  for (const returnTo of [
    'https://evil.example/',
    'http://shop.example/',
    'https://shop.example@evil.example/',
    'https://user@shop.example/',
    'https://:password@shop.example/',
    'blob:https://shop.example/x',
    'https://shop.example:8443/',
  ])
    it(`sends nobody to ${returnTo}`, async () => {
      const shop = new Shop();
      expect((await shop.post({ ...body, returnTo })).status).to.equal(422);
      expect((await shop.post({ ...body, failedReturnTo: returnTo })).status).to.equal(422);
      expect(shop.mixpay.calls).to.equal(0);
    });

  it('sends nobody over plain http, not even to a named origin, unless it is on this machine', async () => {
    expect(() => new Shop({ origins: ['http://partner.example'] })).to.throw(/^origins\[0\]: expected an origin/);
    const plain = { origin: ORIGIN, origins: ['http://partner.example'] };
    expect(() => checkReturn('returnTo', 'http://partner.example/thanks', plain)).to.throw('leads away from the shop');
    const shop = new Shop({ origins: ['http://localhost:5173'] });
    expect((await shop.post({ ...body, returnTo: 'http://localhost:5173/thanks' })).status).to.equal(200);
    expect((await shop.post({ ...body, returnTo: 'http://localhost:5174/thanks' })).body).to.include({
      code: 'invalid_field',
      field: 'returnTo',
    });
  });

  it('passes on where the payer is to return, on the shop’s own origin', async () => {
    const shop = new Shop();
    await shop.post({ ...body, returnTo: `${ORIGIN}/thanks?x=1`, failedReturnTo: `${ORIGIN}/sorry` });
    expect(shop.mixpay.creates[0]).to.include({ returnTo: `${ORIGIN}/thanks?x=1`, failedReturnTo: `${ORIGIN}/sorry` });
  });
});

describe('pages of other origins', () => {
  it('of a named one may ask, with credentials and headers of their own, and read Retry-After', async () => {
    const shop = new Shop({ origins: [PARTNER] });
    const preflight = await shop.send('/api/mixpay', {
      method: 'OPTIONS',
      headers: {
        Origin: PARTNER,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,idempotency-key,x-csrf',
      },
    });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal(PARTNER);
    expect(preflight.headers.get('access-control-allow-headers')).to.contain('x-csrf');
    expect(preflight.headers.get('access-control-allow-methods')).to.contain('POST');
    const answer = await shop.post(body, { Origin: PARTNER });
    expect(answer.headers.get('access-control-allow-origin')).to.equal(PARTNER);
    expect(answer.headers.get('access-control-allow-credentials')).to.equal('true');
    expect(answer.headers.get('access-control-expose-headers')).to.contain('Retry-After');
  });

  it('get no invalid header names back', async () => {
    const shop = new Shop({ origins: [PARTNER] });
    for (const asked of ['x-csrf; foo', '(x)', `x${'y'.repeat(500)}`, '']) {
      const { headers } = await shop.send('/api/mixpay', {
        method: 'OPTIONS',
        headers: { Origin: PARTNER, 'Access-Control-Request-Headers': asked },
      });
      expect(headers.get('access-control-allow-headers'), asked).to.equal('content-type, idempotency-key');
    }
  });

  it('of any other are allowed nothing', async () => {
    const shop = new Shop({ origins: [PARTNER] });
    const ask: Record<string, string> = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };
    for (const origin of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, {}] as Record<string, string>[])
      for (const path of ['/api/mixpay', '/api/mixpay/status/x']) {
        const { status, headers } = await shop.send(path, { method: 'OPTIONS', headers: { ...ask, ...origin } });
        expect(status).to.equal(204);
        expect(headers.get('allow')).to.contain('OPTIONS');
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).to.deep.equal([]);
      }
  });

  it('of any other read nothing', async () => {
    const shop = new Shop({ origins: [PARTNER] });
    for (const Origin of ['https://evil.example', 'null']) {
      const preflight = await shop.send('/api/mixpay', { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Method': 'POST' } });
      expect(preflight.headers.get('access-control-allow-origin')).to.equal(null);
      expect((await shop.post(body, { Origin })).headers.get('access-control-allow-origin')).to.equal(null);
    }
  });
});
