import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { bundleCli } from '../helpers/bundle.js';

const PAYEE = '6e6f8f3c-4f0a-4d8b-8a57-1a2b3c4d5e6f';
const NEWCOMER = 'a0d77914-0877-4b47-ab1d-d3f94ed15d6a';
const LITECOIN = '76c802a2-7c88-447f-a93e-c29c9e5dd9c8';
const OWN_COIN = '525502dd-e552-4505-b114-32fe32ff23c2';

function start(...args: string[]) {
  return spawn(process.execPath, [bundleCli(), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = start(...args);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[unknown]>]);
  return { code, out, err };
}

async function startSandbox(...args: string[]): Promise<{ origin: string; child: ChildProcess }> {
  const child = start('sandbox', '--port', '0', ...args);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, origin: /http:\S+/.exec(line)?.[0] ?? line };
}

async function stop(child: ChildProcess): Promise<unknown> {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  return ((await closed) as [unknown])[0];
}

describe('mixpay-button sandbox', () => {
  it('serves MixPay’s API and the checkout page until it is stopped', async () => {
    const { origin, child } = await startSandbox();
    expect(origin).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const created = await fetch(`${origin}/v1/one_time_payment`, {
      method: 'POST',
      body: new URLSearchParams({
        payeeId: PAYEE,
        orderId: 'order-1',
        quoteAmount: '10',
        quoteAssetId: 'usd',
        settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
      }),
    });
    const { data } = (await created.json()) as { data: { code: string } };
    const page = await fetch(`${origin}/code/${data.code}`);
    expect(page.status).to.equal(200);
    expect(await page.text()).to.contain('$10.00');
    expect(await stop(child)).to.equal(0);
  });

  it('takes its prices, what is unsupported, who is not admitted and what nobody has opened from the command line', async () => {
    const { origin, child } = await startSandbox(
      ...['--price', `${OWN_COIN}=0.5`, '--unsupported', 'jpy', '--unsupported', LITECOIN],
      ...['--unadmitted', NEWCOMER, '--unopened', 'not_found'],
    );
    const order = { payeeId: PAYEE, orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: OWN_COIN };
    const create = async (fields: Record<string, string>) => {
      const response = await fetch(`${origin}/v1/one_time_payment`, { method: 'POST', body: new URLSearchParams({ ...order, ...fields }) });
      return (await response.json()) as { code: number; message: string; data: { code: string } };
    };
    expect((await create({ settlementAssetId: LITECOIN })).code).to.equal(10002);
    expect((await create({ quoteAssetId: 'jpy' })).code).to.equal(10003);
    expect((await create({ payeeId: NEWCOMER })).message).to.equal('This payee is not allow to receive payment');
    const { data } = await create({});
    const result = await fetch(`${origin}/v1/payments_result?orderId=order-1&payeeId=${PAYEE}`);
    expect(await result.json()).to.include({ code: 10062 });
    expect(await (await fetch(`${origin}/code/${data.code}`)).text()).to.contain('Pay 20');
    await stop(child);
  });

  for (const [args, words] of [
    [['--price', 'usd'], '--price: expected <asset id>=<US dollars>, received "usd"'],
    [['--price', 'bitcoin=1'], 'prices: expected the asset id of a coin'],
    [['--unopened', 'gone'], 'unopened: expected "unpaid", "not_found" or "empty", received "gone"'],
    [['--unadmitted', 'somebody'], 'unadmitted: expected payee ids'],
  ] as const) {
    it(`refuses "${args.join(' ')}" in a sentence`, async () => {
      const { code, err } = await run('sandbox', '--port', '0', ...args);
      expect(code).to.equal(2);
      expect(err).to.contain(words).and.not.contain('    at ');
    });
  }

  it('says so where the port is taken', async () => {
    const { origin, child } = await startSandbox();
    const { port } = new URL(origin);
    const { code, err } = await run('sandbox', '--port', port);
    expect(code).to.equal(1);
    expect(err).to.contain(`port ${port} is taken`).and.not.contain('    at ');
    await stop(child);
  });
});

describe('the command line', () => {
  it('explains itself', async () => {
    const help = await run('--help');
    expect(help).to.include({ code: 0, err: '' });
    expect(help.out).to.contain('sandbox');
    expect((await run('sandbox', '--help')).out).to.contain('--port');
  });

  for (const [args, words] of [
    [[], 'expected a command (sandbox'],
    [['sandbxo'], 'received "sandbxo"'],
    [['constructor'], 'received "constructor"'],
    [['sandbox', '--prot', '1'], '--prot'],
    [['sandbox', 'now'], 'now'],
    [['sandbox', '--port', '70000'], '--port: expected a number from 0 to 65535, received "70000"'],
    [['sandbox', '--port', 'four'], 'received "four"'],
  ] as const) {
    it(`refuses "${args.join(' ')}" in a sentence`, async () => {
      const { code, out, err } = await run(...args);
      expect(code).to.equal(2);
      expect(out).to.equal('');
      expect(err).to.contain(words).and.not.contain('    at ');
    });
  }

  it('refuses a host that is not this machine', async () => {
    const { code, err } = await run('sandbox', '--port', '0', '--host', '192.0.2.1');
    expect(code).to.equal(1);
    expect(err).to.contain('--host: expected an address of this machine');
  });
});
