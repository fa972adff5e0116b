import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { bundleCli } from '../helpers/bundle.js';
import { createSandbox } from '../../src/sandbox/index.js';
import { makeFolder } from './check-snippets.js';
import { guide, readSnippet, readSnippets, ROOT } from './read-docs.js';
import { ORIGIN, ServerOfTheReadme } from './start-server.js';

describe('the ten-line server of the README, word for word, on a socket', () => {
  const server = new ServerOfTheReadme();
  before(() => server.start());
  after(() => server.stop());

  it('refuses somebody else’s order, as if it did not exist', async () => {
    const { status, body } = await server.post('grace', { orderId: 'order-1042' });
    expect([status, body.code]).to.deep.equal([404, 'order_unknown']);
  });

  it('refuses another price than its own', async () => {
    const { status, body } = await server.post('ada', { orderId: 'order-1042', quoteAmount: '0.01', quoteAssetId: 'usd' });
    expect([status, body.code, body.quoteAmount]).to.deep.equal([409, 'price_changed', '10']);
  });

  it('takes a payment: the callback fulfils the order once, and the status says paid', async () => {
    const { status, body } = await server.post('ada', { orderId: 'order-1042', quoteAmount: '10.00', quoteAssetId: 'usd' });
    expect(status).to.equal(200);
    const { code = '', statusUrl = '' } = body;
    expect((await server.get(statusUrl)).body.status).to.equal('unpaid');
    await server.sandbox.control(code, { status: 'success' });
    await server.sandbox.idle();
    expect(await server.fulfilled()).to.deep.equal(['order-1042']);
    expect((await server.get(statusUrl)).body.status).to.equal('success');
  });

  it('refuses what is fulfilled by other means', async () => {
    const { status, body } = await server.post('ada', { orderId: 'order-1044' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
  });

  it('refuses what is fulfilled, and says where its payment can be seen', async () => {
    const { status, body } = await server.post('ada', { orderId: 'order-1042' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await server.get(body.statusUrl ?? '')).body.status).to.equal('success');
  });
});

describe('the doctor, called as the guide does', () => {
  const server = new ServerOfTheReadme();
  before(() => server.start());
  after(() => server.stop());

  it('finds nothing wrong with the README’s server', async () => {
    const [, address = '', options = ''] = /npx mixpay-button doctor (\S+) (.*)/.exec(readSnippet('sh', 'doctor')) ?? [];
    expect(address).to.equal(`${ORIGIN}/api/mixpay`);
    const words = [...options.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    const call = [bundleCli(), 'doctor', server.endpoint, ...words, '--origin', ORIGIN];
    // A promise that is kept only where the program ends with 0.
    const { stdout } = await promisify(execFile)(process.execPath, call, { cwd: ROOT });
    expect(stdout).to.match(/\b0 fail, 0 unclear/);
  });
});

describe('the programs of the guides', () => {
  for (const name of ['checkout.test.ts', 'stores.ts']) {
    it(`${name} runs to its end without a complaint`, async () => {
      const { stdout, stderr } = await runAlone(name, readSnippet('ts', name));
      // The shop of the test keeps its orders in memory, which the handler tells.
      expect([stdout, stderr.replace(/^mixpay-button: memoryStore\(\) forgets[^\n]*\n/, '')]).to.deep.equal(['', '']);
    });
  }

  it('checkout.test.ts would complain if the order were not paid', async () => {
    const unpaid = readSnippet('ts', 'checkout.test.ts').replace("status: 'success'", "status: 'pending'");
    expect((await runAlone('checkout.test.ts', unpaid)).stderr).to.match(/Assertion failed/);
  });

  it('the request to the sandbox’s control route is one that it takes', async () => {
    const curl = /curl -X (\w+) (http:\S+)\$CODE -H '([\w-]+): ([^']+)' -d '([^']+)'/.exec(
      readSnippets(guide('sandbox'))
        .filter(({ language }) => language === 'sh')
        .map(({ code }) => code)
        .join(''),
    );
    const [, method = '', url = '', header = '', value = '', body = ''] = curl ?? [];
    const sandbox = createSandbox();
    const terms = {
      payeeId: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
      quoteAmount: '10',
      quoteAssetId: 'usd',
      settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
      orderId: 'order-1042',
    };
    const created = await sandbox(
      new Request('http://127.0.0.1:4010/v1/one_time_payment', { method: 'POST', body: new URLSearchParams(terms) }),
    );
    const { data } = (await created.json()) as { data: { code: string } };
    const answer = await sandbox(new Request(`${url}${data.code}`, { method, headers: { [header]: value }, body }));
    expect(answer.status).to.equal(200);
    expect((await sandbox.payments())[0]?.status).to.equal('success');
  });
});

/** Runs one program in a process of its own. */
async function runAlone(name: string, code: string): Promise<{ stdout: string; stderr: string }> {
  const { folder, remove } = makeFolder({ [name]: code });
  try {
    return await promisify(execFile)(process.execPath, ['--import', 'tsx', name], { cwd: folder });
  } finally {
    remove();
  }
}
