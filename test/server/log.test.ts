import { describe, it, mock } from 'node:test';
import { expect } from 'chai';
import type { HandlerEvent } from '../../src/server/index.js';
import { logTo } from '../../src/server/log.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { SECRET, Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

const TRACE = '525502dd-e552-4505-b114-32fe32ff23c2';

/** A console of a test's own, and the handler's log on it. */
function openLog() {
  const clock = new FakeClock();
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  return { clock, lines, tell: logTo({ error: write, warn: write }, clock, [SECRET]) };
}

const failed = (orderId: string, error: unknown = new Error('the database is down')): HandlerEvent => ({
  type: 'hook_failed',
  hook: 'paid',
  orderId,
  attempt: 1,
  error,
  retryAt: '2026-11-21T12:00:05.000Z',
});
const broken = (orderId: string): HandlerEvent => ({
  type: 'error',
  where: 'POST create',
  error: new Error('no such table'),
  orderId,
  code: 'order_failed',
});

/** What a shop that gave no `onEvent`, or this one, has on its console after some work. */
async function printedBy(options: ConstructorParameters<typeof Shop>[0], work: (shop: Shop) => Promise<unknown>): Promise<string> {
  const lines: unknown[] = [];
  const methods = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    mock.method(console, name, (line: unknown) => void lines.push(line)),
  );
  try {
    await work(new Shop(options));
  } finally {
    for (const method of methods) method.mock.restore();
  }
  return lines.join('\n');
}

describe('a shop without onEvent', () => {
  const silent = { onEvent: undefined } as unknown as ConstructorParameters<typeof Shop>[0];

  it('reads on its console which hook failed, for which order, of what, and what happens next', async () => {
    const printed = await printedBy(silent, async (shop) => {
      shop.during['paid'] = () => Promise.reject(new Error('the database is down'));
      await shop.create();
      shop.mixpay.latest.status = 'success';
      await shop.callBack();
    });
    expect(printed).to.match(
      /^mixpay-button: onPaid failed for order order-1 \(attempt 1\): the database is down\. It is called again at 20/m,
    );
  });

  it('reads why order() could not be used', async () => {
    const order = () => ({ quoteAmount: 10, quoteAssetId: 'usd' }) as never;
    const printed = await printedBy({ ...silent, order }, (shop) => shop.post({ orderId: 'order-1' }));
    expect(printed)
      .to.contain('POST create, order order-1: order() returned quoteAmount: expected')
      .and.contain('cannot be paid until this is fixed');
  });

  it('reads that the sandbox has to be started, where it is the sandbox that does not answer', async () => {
    const local = { origin: 'http://localhost:3000', apiBase: 'http://localhost:4010', checkoutBase: 'http://localhost:4010/code/' };
    const printed = async (options: typeof local | object) =>
      printedBy({ ...silent, ...options }, (shop) => {
        shop.mixpay.script.push(unreachable);
        return shop.post({ orderId: 'order-1' }, { Origin: shop.options.origin });
      });
    expect(await printed(local))
      .to.contain('http://localhost:4010/')
      .and.to.contain('npx mixpay-button sandbox');
    expect(await printed({}))
      .to.contain('See that this server can reach MixPay')
      .and.not.to.contain('npx');
  });

  it('reads where its own code threw', async () => {
    const order = () => {
      throw new TypeError('cart is undefined');
    };
    const printed = await printedBy({ ...silent, order }, (shop) => shop.post({ orderId: 'order-1' }));
    expect(printed)
      .to.match(/TypeError: cart is undefined\./)
      .and.match(/\n {4}at .*log\.test\.ts:\d+/);
  });

  it('reads which origin was refused', async () => {
    const printed = await printedBy(silent, (shop) => shop.post({ orderId: 'order-1' }, { Origin: 'https://www.shop.example' }));
    expect(printed)
      .to.contain('POST refused with 403 foreign_origin')
      .and.contain('received "https://www.shop.example"')
      .and.contain('"origins"');
  });

  it('reads which origin was refused before its page could post', async () => {
    const printed = await printedBy(silent, (shop) =>
      shop.send('/api/mixpay', {
        method: 'OPTIONS',
        headers: { Origin: 'http://localhost:5500', 'Access-Control-Request-Method': 'POST' },
      }),
    );
    expect(printed).to.contain('received "http://localhost:5500"').and.contain('"origins"');
  });

  it('reads no control character, login or query of an origin that a stranger made up', async () => {
    for (const method of ['OPTIONS', 'POST']) {
      const printed = await printedBy(silent, async (shop) => {
        for (const Origin of ['https://a.example\u0085mixpay-button: paid', '\u009b31mred', 'https://me:hunter2@b.example/?key=hunter3'])
          await shop.send('/api/mixpay', { method, headers: { Origin }, ...(method === 'POST' ? { body: '{}' } : {}) });
      });
      expect(printed).to.contain('"https://a.example…mixpay-button:…paid"').and.contain('"…31mred"').and.contain('"https://…@b.example/"');
      expect(printed).not.to.match(/hunter|[\u0080-\u009f]/);
    }
  });

  it('reads no token of a callback that came to another path', async () => {
    const token = `order-1.1.${'a1B2'.repeat(11)}`;
    const printed = await printedBy(silent, (shop) => shop.send(`/pay/callback/${token}`, { method: 'POST', body: '{}' }));
    expect(printed).to.contain('was asked for "/pay/callback/…"').and.not.contain('a1B2');
  });

  it('reads that its handler is asked for at another path', async () => {
    const printed = await printedBy(silent, (shop) => shop.send('/pay', { method: 'POST', body: '{}' }));
    expect(printed).to.contain('this handler is at /api/mixpay').and.contain('"/pay"');
  });

  it('reads of a pause', async () => {
    const printed = await printedBy(silent, async (shop) => {
      shop.mixpay.script.push(() => shop.mixpay.fails(1429));
      await shop.post({ orderId: 'order-1' });
    });
    expect(printed).to.match(/too many requests.*before 2026-/);
  });

  it('reads nothing of what goes well, or of what a payer did wrong', async () => {
    const printed = await printedBy(silent, async (shop) => {
      await shop.create();
      await shop.post({ orderId: 'order-9' });
      await shop.post('no json');
      shop.mixpay.latest.status = 'success';
      await shop.callBack();
    });
    expect(printed.replace(/^mixpay-button: memoryStore.*$/m, '')).to.equal('');
  });
});

describe('a shop with onEvent', () => {
  it('has nothing written to its console, whatever fails', async () => {
    const printed = await printedBy({}, async (shop) => {
      shop.during['paid'] = () => Promise.reject(new Error('the database is down'));
      await shop.create();
      shop.mixpay.latest.status = 'success';
      await shop.callBack();
      await shop.post({ orderId: 'order-1' }, { Origin: 'https://evil.example' });
    });
    expect(printed).to.equal('');
  });
});

describe('the log', () => {
  it('tells the same kind for the same order once, however often and late it comes', async () => {
    const { clock, lines, tell } = openLog();
    for (let hour = 0; hour < 5; hour++) {
      tell(failed('order-1', new Error(`try ${hour}`)));
      await clock.advance(3600_000);
    }
    tell(failed('order-2'));
    tell(broken('order-1'));
    tell(broken('order-1'));
    expect(lines.map((line) => /order (order-\d)/.exec(line)?.[1])).to.deep.equal(['order-1', 'order-2', 'order-1']);
  });

  it('tells what concerns no order again after an hour', async () => {
    const { clock, lines, tell } = openLog();
    const paused: HandlerEvent = { type: 'paused', until: '2026-11-21T12:01:00.000Z' };
    tell(paused);
    tell(paused);
    await clock.advance(3600_000);
    tell(paused);
    expect(lines).to.have.length(2);
  });

  it('writes ten lines a minute, then how many were left out, and tells those later', async () => {
    const { clock, lines, tell } = openLog();
    for (let n = 0; n < 100; n++) {
      tell(failed(`order-${n}`));
      tell(failed(`order-${n}`));
    }
    expect(lines).to.have.length(10);
    await clock.advance(60_000);
    expect(lines).to.have.length(11);
    expect(lines[10]).to.match(/^mixpay-button: 90 more of these messages were left out within a minute/);
    tell(failed('order-99'));
    expect(lines).to.have.length(12);
    expect(clock.waiting).to.equal(0);
  });

  it('keeps room for hooks that fail in a flood of what anybody can cause', () => {
    const { lines, tell } = openLog();
    for (let n = 0; n < 500; n++) {
      tell({
        type: 'refused',
        method: 'POST',
        path: 'create',
        status: 403,
        code: 'foreign_origin',
        advice: `received "https://e${n}.example"`,
      });
      tell(broken(`order-${n}`));
    }
    tell(failed('order-1'));
    expect(lines).to.have.length(6);
    expect(lines.at(-1)).to.contain('onPaid failed for order order-1');
  });

  it('says how many were left out with the next event, where no timer may run', () => {
    const clock = new FakeClock();
    const lines: string[] = [];
    const write = (text: string) => void lines.push(text);
    const tell = logTo(
      { error: write, warn: write },
      {
        now: () => clock.now(),
        after: () => {
          throw new Error('no timers here');
        },
      },
      [],
    );
    for (let n = 0; n < 12; n++) tell(failed(`order-${n}`));
    clock.set(60_000);
    tell({ type: 'created', orderId: 'order-1', attempt: 1 });
    expect(lines.at(-1)).to.match(/^mixpay-button: 2 more/);
  });

  it('goes on where the clock is set back', () => {
    const { clock, lines, tell } = openLog();
    for (let n = 0; n < 12; n++) tell(failed(`order-${n}`));
    clock.set(-86_400_000);
    tell(failed('order-20'));
    expect(lines.at(-1)).to.contain('order-20');
  });

  const hostile: [string, string][] = [
    ['a trace', `no result for ${TRACE}`],
    ['the secret', `bad key ${SECRET}`],
    ['a token of an address', `GET https://shop.example/api/mixpay/status/order-1.1.9.${'m'.repeat(43)} failed`],
    ['a query', 'GET https://api.mixpay.me/v1/payments_result?traceId=short-one failed'],
    ['a password of a database', 'cannot reach postgres://shop:hunter2@db.example/shop'],
  ];
  for (const [name, message] of hostile)
    it(`holds no secret, whoever put it into an error: ${name}`, () => {
      const { lines, tell } = openLog();
      tell(failed('order-1', new Error('outer', { cause: new Error(message) })));
      const secrets = [TRACE, SECRET, 'm'.repeat(43), 'short-one', 'hunter2'];
      expect(lines).to.have.length(1);
      for (const secret of secrets) expect(lines[0]).not.to.contain(secret);
    });

  it('is one line a message, so that nobody writes a line of their own into it', () => {
    const { lines, tell } = openLog();
    const error = new Error('first\nmixpay-button: everything is fine\u001b[2J');
    error.stack = '';
    tell(failed('order-1', error));
    expect(lines[0]).to.match(/^\P{Cc}+$/u);
  });

  it('writes no control character, whatever a message holds', () => {
    const { lines, tell } = openLog();
    tell({ type: 'warning', message: 'red \u009b31m, back \r, bell \u0007' });
    expect(lines).to.deep.equal(['mixpay-button: red  31m, back  , bell  ']);
  });

  it('survives whatever is thrown', () => {
    const { lines, tell } = openLog();
    const odd = [
      undefined,
      null,
      0,
      Object.create(null),
      { toString: 0 },
      Symbol('x'),
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('no');
        },
      }),
    ];
    odd.forEach((error, n) => tell(failed(`order-${n}`, error)));
    expect(lines).to.have.length(odd.length);
  });

  it('loses no payment to a console that throws', () => {
    const tell = logTo(
      {
        error: () => {
          throw new Error('closed');
        },
        warn: () => undefined,
      },
      new FakeClock(),
      [],
    );
    expect(() => tell(failed('order-1'))).not.to.throw();
  });
});
