import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Remembered } from '../../src/server/remembered.js';
import { createSigner } from '../../src/server/signer.js';
import { SECRET, Shop } from '../helpers/open-shop.js';

const OLD = 'a former secret of 32 characters';
const CLAIM = { orderId: 'order-1', attempt: 1, exp: 1_800_000_000 };

/** The same token but for the last character that carries no spare bits. */
const forged = (token: string): string => `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.slice(-1)}`;

describe('status tokens that a process remembers', () => {
  it('are the same each time, and read each time', async () => {
    const signer = createSigner([SECRET]);
    const token = await signer.statusToken(CLAIM);
    expect(await signer.statusToken(CLAIM)).to.equal(token);
    for (let time = 0; time < 2; time++) expect(await signer.readStatusToken(token)).to.deep.equal(CLAIM);
  });

  it('are made by another process and read here as often as asked', async () => {
    const token = await createSigner([SECRET]).statusToken(CLAIM);
    const signer = createSigner([SECRET]);
    for (let time = 0; time < 3; time++) expect(await signer.readStatusToken(token)).to.deep.equal(CLAIM);
  });

  it('make no forged one valid, however often both are read', async () => {
    const signer = createSigner([SECRET]);
    const token = await signer.statusToken(CLAIM);
    const [, , , mac = ''] = token.split('.');
    const forgeries = [
      forged(token),
      `${token}A`,
      token.slice(0, -1),
      ` ${token}`,
      `order-2.1.${CLAIM.exp}.${mac}`,
      `order-1.2.${CLAIM.exp}.${mac}`,
      `order-1.1.${CLAIM.exp + 1}.${mac}`,
      `order-1.01.${CLAIM.exp}.${mac}`,
    ];
    for (let time = 0; time < 2; time++) {
      expect(await signer.readStatusToken(token)).to.deep.equal(CLAIM);
      for (const forgery of forgeries) expect(await signer.readStatusToken(forgery), forgery).to.equal(undefined);
    }
  });

  it('are valid also when more were made than are remembered', async () => {
    const signer = createSigner([SECRET]);
    const first = await signer.statusToken(CLAIM);
    for (let n = 1; n <= 10_001; n++) await signer.statusToken({ ...CLAIM, exp: CLAIM.exp + n });
    expect(await signer.readStatusToken(first)).to.deep.equal(CLAIM);
    expect(await signer.statusToken(CLAIM)).to.equal(first);
    expect(await signer.readStatusToken(forged(first))).to.equal(undefined);
  });

  it('end at their time all the same', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    expect((await shop.ask(statusUrl)).status).to.equal(200);
    await shop.clock.advance(48 * 3600_000 + 29 * 60_000);
    expect((await shop.send(String(statusUrl))).status).to.equal(200);
    await shop.clock.advance(2 * 60_000);
    const { status, body } = await shop.send(String(statusUrl));
    expect([status, body.code]).to.deep.equal([404, 'not_found']);
  });
});

describe('a secret that was changed', () => {
  it('signs by the new one, and reads what either has signed', async () => {
    const [before, after, both] = [createSigner([OLD]), createSigner([SECRET]), createSigner([SECRET, OLD])];
    const [byOld, byNew] = [await before.statusToken(CLAIM), await after.statusToken(CLAIM)];
    for (let time = 0; time < 2; time++) {
      expect(await both.readStatusToken(byOld)).to.deep.equal(CLAIM);
      expect(await both.statusToken(CLAIM)).to.equal(byNew);
      expect(await after.readStatusToken(byOld)).to.equal(undefined);
    }
  });
});

/** HMAC-SHA-256 over fields, each with its length in bytes: worked out here anew. */
function macOf(...fields: (string | number)[]): Buffer {
  const text = fields.map((field) => `${Buffer.byteLength(String(field))}:${field}`).join(',');
  return createHmac('sha256', SECRET).update(text).digest();
}

describe('what is signed', () => {
  const signer = createSigner([SECRET]);
  const { orderId, attempt, exp } = CLAIM;

  it('names what it is for, and holds each field with its length', async () => {
    expect(await signer.statusToken(CLAIM)).to.equal(`order-1.1.${exp}.${macOf('status', orderId, 1, exp).toString('base64url')}`);
    expect(await signer.callbackToken(orderId, attempt)).to.equal(`order-1.1.${macOf('callback', orderId, 1).toString('base64url')}`);
    for (const [nonce, item] of [
      ['a', ''],
      ['nonce', 'Größe 48 \u{1f600}'],
    ] as const)
      expect(await signer.orderIds(nonce, item)).to.deep.equal([macOf('order', nonce, item).subarray(0, 12).toString('hex')]);
  });

  it('is another for each nonce and item, wherever one ends and the other begins', async () => {
    const pairs = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['a', 'b'],
      ['abc', ''],
      ['', 'abc'],
      ['a', '1:b'],
      ['a,1:b', ''],
      ['a', ',b'],
    ] as const;
    const ids = await Promise.all(pairs.map(([nonce, item]) => signer.orderIds(nonce, item)));
    expect(new Set(ids.flat()).size).to.equal(pairs.length);
  });

  it('as a status is no callback, nor the other way round, nor one attempt another', async () => {
    const [status, callback] = [await signer.statusToken(CLAIM), await signer.callbackToken(orderId, attempt)];
    const [ofStatus = '', ofCallback = ''] = [status.split('.').at(-1), callback.split('.').at(-1)];
    expect(await signer.readCallbackToken(callback)).to.deep.equal({ orderId, attempt });
    expect(await signer.readCallbackToken(`order-1.1.${ofStatus}`)).to.equal(undefined);
    expect(await signer.readCallbackToken(`order-1.2.${ofCallback}`)).to.equal(undefined);
    expect(await signer.readCallbackToken(`order-2.1.${ofCallback}`)).to.equal(undefined);
    expect(await signer.readStatusToken(`order-1.1.${exp}.${ofCallback}`)).to.equal(undefined);
    const withoutDomain = macOf(orderId, attempt, exp).toString('base64url');
    expect(await signer.readStatusToken(`order-1.1.${exp}.${withoutDomain}`)).to.equal(undefined);
  });

  it('has one spelling', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const token = await signer.statusToken(CLAIM);
    const last = alphabet.indexOf(token.slice(-1));
    // The same 256 bits, with spare ones set.
    for (const spare of [1, 2, 3])
      expect(await signer.readStatusToken(`${token.slice(0, -1)}${alphabet[last + spare]}`)).to.equal(undefined);
  });
});

describe('entries that are remembered up to a limit', () => {
  it('are the newest, and what was kept last under a name', () => {
    const three = new Remembered<number>(3);
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries()) three.keep(name, index);
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => three.get(name))).to.deep.equal([undefined, undefined, 2, 3, 4]);
  });
});
