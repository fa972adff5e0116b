import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { bundleCli } from '../helpers/bundle.js';
import { createDatabase } from 'db0';
import remoteLibSql from 'db0/connectors/libsql/http';
import libSql from 'db0/connectors/libsql/node';
import { Redis } from 'ioredis';
import pg from 'pg';
import { MixPayError, postgresStore, redisStore, sqlStore, type OrderPicture, type Store } from '../../src/server/index.js';
import { lookupIn, readLookupOptions, reportOrder, type Machine } from '../../src/server/support/index.js';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { startLibsql, type LibsqlServer } from '../helpers/libsql-server.js';
import { SECRET, Shop } from '../helpers/open-shop.js';
import { freePort } from '../helpers/ports.js';

const installed = createRequire(import.meta.url);

interface Printed {
  code: unknown;
  out: string;
  err: string;
}

async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Printed> {
  const child = spawn(process.execPath, [bundleCli(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[unknown]>]);
  return { code, out, err };
}

/** A machine on which only these packages are installed. */
const machineWith = (...names: string[]): Machine => ({
  load: (name) => (names.includes(name) ? Promise.resolve(installed(name)) : Promise.reject(new Error('not installed'))),
  isFile: (path) => path.endsWith('.db'),
});

/** A shop with one paid order and one that is not, in a store of its own. */
async function fill(store: Store): Promise<Shop> {
  const shop = new Shop({ store });
  await shop.create();
  shop.mixpay.latest.status = 'success';
  await shop.callBack();
  await shop.create('order-2');
  return shop;
}

const found = ({ orderId, state, attempts }: OrderPicture) => [orderId, state, attempts[0]?.told];
const PAID = ['order-1', 'fulfilled', ['created', 'paid']];

describe('mixpay-button lookup on a SQLite file', () => {
  let folder: string;
  let file: string;
  let told: OrderPicture;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mixpay-lookup-'));
    file = join(folder, 'orders.db');
    const db = createDatabase(libSql({ url: `file:${file}` }));
    // The store's clock is the machine's here, as it is for whoever looks.
    const shop = await fill(sqlStore(db));
    told = await shop.handler.lookup('order-1');
    await db.dispose();
  });
  after(() => rm(folder, { recursive: true }));

  it('tells a person what is known, and that it is confidential', async () => {
    const { code, out, err } = await run(['lookup', 'order-1', '--store', file]);
    expect([code, err]).to.deep.equal([0, '']);
    expect(out).to.match(/^CONFIDENTIAL: /);
    expect(out).to.contain('order order-1: fulfilled').and.contain('Hooks owed: none');
    expect(out)
      .to.match(/payment 1: done, 10 USD\n\s+reference +[0-9a-f-]{36}\n/)
      .and.match(/MixPay +success at 2026-.*received 0\.001 BTC/);
  });

  it('tells the same as JSON, which says that it is confidential', async () => {
    const { out } = await run(['lookup', 'order-1', '--store', `file:${file}`, '--json']);
    const { confidential, ...picture } = JSON.parse(out) as OrderPicture & { confidential: string };
    expect(confidential).to.match(/^CONFIDENTIAL/);
    expect(picture).to.deep.equal(told);
  });

  it('takes the address from MIXPAY_STORE, which no other user sees', async () => {
    expect((await run(['lookup', 'order-2', '--json'], { MIXPAY_STORE: file })).out).to.contain('"state": "unpaid"');
  });

  it('prints no secret, no token, no address and no code', async () => {
    const { out } = await run(['lookup', 'order-1', '--store', file, '--json']);
    for (const secret of [SECRET, 'callback', '/status/', 'code-1', 'payeeId']) expect(out).not.to.contain(secret);
  });

  it('leaves the file as it was', async () => {
    const db = createDatabase(libSql({ url: `file:${file}` }));
    const all = async () => [await db.prepare('SELECT * FROM sqlite_master').all(), await db.prepare('SELECT * FROM mixpay_orders').all()];
    const before = await all();
    await run(['lookup', 'order-1', '--store', file]);
    expect(await all()).to.deep.equal(before);
    await db.dispose();
  });

  it('ends with 1 where there is no such order', async () => {
    const { code, out, err } = await run(['lookup', 'order-9', '--store', file]);
    expect([code, out]).to.deep.equal([1, '']);
    expect(err).to.contain('there is no order "order-9" in the store').and.not.contain('    at ');
  });

  it('ends with 2 where the table is another, and makes none', async () => {
    const { code, err } = await run(['lookup', 'order-1', '--store', file, '--table', 'elsewhere']);
    expect(code).to.equal(2);
    expect(err).to.match(/expected a store that can be read, received: .*no such table: elsewhere/);
  });

  it('makes no file where there is none', async () => {
    const missing = join(folder, 'missing.db');
    expect((await run(['lookup', 'order-1', '--store', missing])).err).to.contain('there is no file');
    expect(await readFile(missing).catch(() => 'none')).to.equal('none');
  });
});

describe('mixpay-button lookup on PostgreSQL', { skip: !hasPostgres }, () => {
  let server: Daemon;
  let pool: pg.Pool;
  before(async () => {
    server = await startPostgres();
    pool = new pg.Pool({ host: server.socket, user: 'postgres', database: 'postgres' });
    await fill(postgresStore(pool));
  });
  after(async () => {
    await pool.end();
    await server.stop();
  });
  const address = (user = 'postgres') => `postgres://${user}@/postgres?host=${encodeURIComponent(server.socket)}`;

  it('reads an order', async () => {
    expect(found(await lookupIn({ orderId: 'order-1', address: address() }, machineWith('pg')))).to.deep.equal(PAID);
  });

  it('needs the right to read alone', async () => {
    await pool.query('CREATE ROLE support LOGIN');
    await pool.query('GRANT SELECT ON mixpay_orders TO support');
    expect(found(await lookupIn({ orderId: 'order-1', address: address('support') }, machineWith('pg')))).to.deep.equal(PAID);
  });

  it('makes no table where there is none', async () => {
    const error = await lookupIn({ orderId: 'order-1', address: address(), table: 'elsewhere' }, machineWith('pg')).catch(
      (each: unknown) => each,
    );
    expect(error).to.be.instanceOf(MixPayError).with.property('message').that.contains('relation "elsewhere" does not exist');
    expect((await pool.query("SELECT to_regclass('elsewhere') AS made")).rows).to.deep.equal([{ made: null }]);
  });
});

describe('mixpay-button lookup on Redis', { skip: !hasRedis }, () => {
  let server: Daemon;
  let address: string;
  before(async () => {
    const port = await freePort();
    server = await startRedis({ further: ['--port', String(port)] });
    address = `redis://127.0.0.1:${port}/0`;
    const client = new Redis(address);
    await fill(redisStore(client));
    await fill(redisStore(client, { prefix: '{other}' }));
    client.disconnect();
  });
  after(() => server.stop());

  for (const client of ['redis', 'ioredis'])
    it(`reads an order through ${client}`, async () => {
      expect(found(await lookupIn({ orderId: 'order-1', address }, machineWith(client)))).to.deep.equal(PAID);
    });

  it('reads under another prefix, and finds nothing under a wrong one', async () => {
    expect(found(await lookupIn({ orderId: 'order-1', address, prefix: '{other}' }, machineWith('redis')))).to.deep.equal(PAID);
    const wrong = lookupIn({ orderId: 'order-1', address, prefix: '{none}' }, machineWith('redis'));
    expect(await wrong.catch((error: unknown) => error)).to.have.property('code', 'order_unknown');
  });
});

describe('mixpay-button lookup in a remote libSQL', () => {
  let folder: string;
  let server: LibsqlServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mixpay-lookup-'));
    server = await startLibsql(join(folder, 'orders.db'));
    const db = createDatabase(remoteLibSql({ url: server.url }));
    await fill(sqlStore(db));
    await db.dispose();
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('finds the order, and only reads', async () => {
    const filled = server.heard.length;
    const { code, out, err } = await run(['lookup', 'order-1', '--store', server.url, '--json']);
    expect([code, err]).to.deep.equal([0, '']);
    expect(found(JSON.parse(out) as OrderPicture)).to.deep.equal(PAID);
    const asked = server.heard.slice(filled);
    expect(asked).not.to.be.empty;
    for (const statement of asked) expect(statement).to.match(/^(SELECT|PRAGMA)\b/);
  });
});

describe('mixpay-button lookup', () => {
  const reason = async (address: string, ...packages: string[]) => {
    const error = await lookupIn({ orderId: 'order-1', address }, machineWith(...packages)).catch((each: unknown) => each);
    expect(error).to.be.instanceOf(MixPayError);
    return (error as MixPayError).message;
  };

  it('says which package is missing, and where to run it', async () => {
    expect(await reason('postgres://shop@localhost/shop')).to.match(/received none: pg\. Run it where your shop is, or: npm install pg/);
    expect(await reason('redis://localhost')).to.contain('redis, ioredis');
    expect(await reason('libsql://shop.example')).to.contain('@libsql/client');
    expect(await reason('orders.db')).to.contain('better-sqlite3');
  });

  it('says that nobody answers, without the password', async () => {
    const port = await freePort();
    for (const [address, name] of [
      [`postgres://shop:hunter2@127.0.0.1:${port}/shop`, 'pg'],
      [`redis://:hunter2@127.0.0.1:${port}`, 'redis'],
      [`redis://:hunter2@127.0.0.1:${port}`, 'ioredis'],
    ] as const)
      expect(await reason(address, name))
        .to.match(/expected a store that can be read, received: \S/)
        .and.not.contain('hunter2');
  });

  it('says what an address must be, and never repeats one', async () => {
    expect(await reason('mysql://shop:hunter2@localhost/shop'))
      .to.contain('begins with "mysql:"')
      .and.not.contain('hunter2');
  });

  it('needs an order and a store', () => {
    expect(() => readLookupOptions(undefined, {}, 'x.db')).to.throw(MixPayError, 'expected the id of an order');
    expect(() => readLookupOptions('order-1', {}, undefined)).to.throw(MixPayError, '--store: expected where the orders are');
  });

  it('lets nobody move the terminal’s cursor by what was written into an order', () => {
    const attempt = {
      attempt: 1,
      traceId: 't',
      state: 'open',
      superseded: false,
      shown: 'unpaid',
      quoteAmount: '1',
      quoteAssetId: 'usd',
      settlementAssetId: 's',
    } as const;
    const times = { createdAt: 'now', expiresAt: 'then', sends: 1, told: [] };
    const told = reportOrder({
      orderId: 'order-1',
      state: 'unpaid',
      derived: false,
      attempts: [{ ...attempt, ...times, item: 'cup\u001b[2J\nfulfilled' }],
      owed: [],
    });
    expect(told).not.to.contain('\u001b').and.not.contain('\nfulfilled');
  });
});

describe('mixpay-button', () => {
  it('says its version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await run(['--version'])).to.deep.equal({ code: 0, out: `${version}\n`, err: '' });
  });

  it('tells more of a command after help', async () => {
    for (const command of ['sandbox', 'doctor', 'lookup'])
      expect((await run(['help', command])).out).to.match(new RegExp(`^Usage: mixpay-button ${command} `));
  });

  const near: [string[], string][] = [
    [['sandbx'], 'sandbx: did you mean sandbox?'],
    [['help', 'Doctor'], 'Doctor: did you mean doctor?'],
    [['lookup', 'order-1', '--stroe', 'x.db'], 'lookup: there is no option --stroe, did you mean --store?'],
    [['pay'], 'expected a command (sandbox, doctor, lookup), received "pay"'],
  ];
  for (const [args, sentence] of near)
    it(`says what was probably meant by ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(args);
      expect([code, out]).to.deep.equal([2, '']);
      expect(err).to.contain(sentence).and.contain('Try: mixpay-button');
    });
});
