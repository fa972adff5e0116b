import { describe, it } from 'node:test';
import { expect } from 'chai';
import { examine } from '../../src/server/doctor/index.js';

const ENDPOINT = 'https://a-very-long-shop-name.example/api/create-payment-session';

/** Examines an endpoint that answers every POST with the same payment. @returns the addresses it was asked at */
async function askedAt(payment: Record<string, string>): Promise<string[]> {
  const asked: string[] = [];
  await examine({
    endpoint: ENDPOINT,
    order: { orderId: 'order-1' },
    headers: { Cookie: 'customer=ada' },
    fetch: (url, { method }) => {
      asked.push(url);
      return Promise.resolve(method === 'POST' ? Response.json(payment) : Response.json({ code: 'not_found' }, { status: 404 }));
    },
  });
  return asked;
}

describe('the doctor’s addresses', () => {
  const told: [string, string, string][] = [
    ['spoils the token of a status address, and nothing before it', '/s/0123456789abcdef0123', '/s/A123456789abcdef0123'],
    ['puts another order into a status address that names one', '/s/order-1.0123456789abcdef', '/s/doctor-id.0123456789abcdef'],
  ];
  for (const [name, statusUrl, expected] of told) {
    it(name, async () => {
      const last = (await askedAt({ code: 'c1', statusUrl })).at(-1) ?? '';
      expect(last.replace(/doctor-[0-9a-f]{8}/, 'doctor-id')).to.equal(`https://a-very-long-shop-name.example${expected}`);
    });
  }

  it('never leave the endpoint’s origin, for the session goes along', async () => {
    const asked = await askedAt({ code: 'c1', statusUrl: 'https://elsewhere.example/s/0123456789abcdef0123' });
    expect(asked).to.have.length(14);
    expect(new Set(asked.map((url) => new URL(url).origin))).to.deep.equal(new Set([new URL(ENDPOINT).origin]));
  });
});
