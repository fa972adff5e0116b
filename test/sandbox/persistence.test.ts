import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { SandboxPersistence } from '../../src/sandbox/index.js';
import { Merchant, TRACE } from './merchant.js';

/** A disk that keeps text, as a file would. */
function disk(text = ''): SandboxPersistence & { text: string } {
  const kept = {
    text,
    load: () => Promise.resolve<unknown>(kept.text === '' ? null : JSON.parse(kept.text)),
    save: (state: unknown) => {
      kept.text = JSON.stringify(state);
      return Promise.resolve();
    },
  };
  return kept;
}

describe('a sandbox that is restarted', () => {
  it('finds its payments, by code, trace and order', async () => {
    const persistence = disk();
    const before = new Merchant({ persistence });
    const code = await before.create({ traceId: TRACE });
    await before.control(code, { status: 'paid_less' });
    const after = new Merchant({ persistence });
    expect(await after.result()).to.deep.equal(await before.result());
    expect((await after.result(`traceId=${TRACE}`))['status']).to.equal('paid_less');
    expect(await after.create({ traceId: TRACE })).to.equal(code);
  });

  it('has saved a change before it answers', async () => {
    const persistence = disk();
    const merchant = new Merchant({ persistence });
    const code = await merchant.create();
    expect(persistence.text).to.include(code);
    await merchant.press(code, 'pay');
    expect(persistence.text).to.include('"status":"success"');
  });

  it('goes on with the callbacks that were not acknowledged', async () => {
    const persistence = disk();
    const callbackUrl = 'http://127.0.0.1:9/callback';
    const before = new Merchant({ persistence, fetch: () => Promise.resolve(new Response(null, { status: 503 })) });
    await before.control(await before.create({ callbackUrl }), { status: 'success' });
    await before.sandbox.idle();
    before.sandbox.close();
    const urls: unknown[] = [];
    const after = new Merchant({
      persistence,
      fetch: (url) => {
        urls.push(url);
        return Promise.resolve(Response.json({ code: 'SUCCESS' }));
      },
    });
    await after.sandbox.payments();
    expect(urls).to.be.empty;
    await after.clock.advance(15_000);
    await after.sandbox.idle();
    expect(urls).to.deep.equal([callbackUrl]);
  });

  it('starts empty from a state of an unknown format', async () => {
    for (const text of ['', '[]', '{"format":0,"payments":[{}]}', '"old"']) {
      expect(await new Merchant({ persistence: disk(text) }).sandbox.payments()).to.be.empty;
    }
  });

  it('answers -1 while its state cannot be saved, and saves it with the next change', async () => {
    const working = disk();
    let full = true;
    const persistence: SandboxPersistence = {
      load: () => working.load(),
      save: (state) => (full ? Promise.reject(new Error('disk full')) : working.save(state)),
    };
    const merchant = new Merchant({ persistence });
    expect((await merchant.createByJson()).body).to.include({ code: -1, success: false });
    full = false;
    await merchant.create();
    expect(working.text).to.include('order-1');
  });
});
