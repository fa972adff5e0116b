import { describe, it } from 'node:test';
import { expect } from 'chai';
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

  it('lend nothing to forged ones, however often both are read', async () => {
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

  it('hold also when more were made than are remembered', async () => {
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
