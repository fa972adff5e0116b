import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { cp, link, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listens, LOOK_MS } from '../helpers/listens.js';

const MARIADB = '/usr/sbin/mariadbd';
const EXAMPLES = fileURLToPath(new URL('../../demo/servers/', import.meta.url));
const run = promisify(execFile);
const AS_BOOLEAN = [() => true, () => false] as const;

export const SECRET = 'k7Jd0sQx2nVb5mZa8tLw1pRe4yUi6oGh';
export const PAYEE = '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f';

/** A database server: a store of its own for each shop, as `MIXPAY_DATA` names it. */
export interface Storage {
  name(): Promise<string>;
  stop(): Promise<void>;
}

/** How a merchant starts an endpoint in a language other than JavaScript. */
export interface Language {
  /** The files of the example, the one to start first. */
  files: string[];
  /** What shows that its interpreter is installed. */
  probe: [command: string, ...args: string[]];
  /** The endpoint's path in the example. */
  path: string;
  /** How it makes an address below the endpoint: of a status, of a callback. */
  address: (kind: 'status' | 'callback', token: string) => string;
  /** Makes a program of the files, once for all tests. */
  build?: (folder: string) => Promise<void>;
  /** The program's name. */
  built?: string;
  serve: (folder: string, port: number) => [command: string, args: string[], environment?: Record<string, string>];
  /** How it asks for the time, in milliseconds. */
  clock: string;
  /** How long it waits for MixPay, and what makes that one second. */
  impatience: [from: string, to: string];
  /** The shop's hook, and one that raises for anything but order-1001. */
  muteness: [from: string, to: string];
  /** What a merchant changes in it beside the addresses. */
  change?: (text: string) => string;
  /** What keeps its orders, where that is a server of its own. */
  storage?: () => Promise<Storage>;
  /** What cron calls, where the server has no timer of its own. */
  sweep?: (folder: string) => [command: string, args: string[]];
}

const PHP_MUTENESS: [string, string] = [
  "error_log(isset($payment['order_id'])",
  "if (($payment['order_id'] ?? '') !== 'order-1001') throw new RuntimeException('no'); error_log(isset($payment['order_id'])",
];

const pathBelow = (kind: string, token: string): string => `/api/mixpay/${kind}/${token}`;

export const LANGUAGES: Readonly<Record<string, Language>> = {
  php: {
    files: ['mixpay.php'],
    clock: 'microtime(true) * 1000',
    impatience: ['TIMEOUT = 8;', 'TIMEOUT = 1;'],
    muteness: PHP_MUTENESS,
    probe: ['php', '-r', 'exit(extension_loaded("pdo_sqlite") ? 0 : 1);'],
    path: '/mixpay.php',
    address: (kind, token) => `/mixpay.php?${kind}=${token}`,
    // Several at a time, as a real PHP server has.
    serve: (folder, port) => [
      'php',
      ['-S', `127.0.0.1:${port}`, '-t', folder, join(folder, 'mixpay.php')],
      { PHP_CLI_SERVER_WORKERS: '4' },
    ],
    sweep: (folder) => ['php', [join(folder, 'mixpay.php'), 'sweep']],
  },
  'php on MariaDB': {
    files: ['mixpay.php'],
    clock: 'microtime(true) * 1000',
    impatience: ['TIMEOUT = 8;', 'TIMEOUT = 1;'],
    muteness: PHP_MUTENESS,
    probe: ['php', '-r', `exit(extension_loaded("pdo_mysql") && is_executable("${MARIADB}") ? 0 : 1);`],
    path: '/mixpay.php',
    address: (kind, token) => `/mixpay.php?${kind}=${token}`,
    change: (text) =>
      text.replace(
        /\$db = new PDO\([^;]*;\n\$db->exec[^;]*;\ntry \{[^}]*\} catch [^}]*\}/,
        "$db = new PDO((string) getenv('MIXPAY_DATA'));",
      ),
    serve: (folder, port) => [
      'php',
      ['-S', `127.0.0.1:${port}`, '-t', folder, join(folder, 'mixpay.php')],
      { PHP_CLI_SERVER_WORKERS: '4' },
    ],
    sweep: (folder) => ['php', [join(folder, 'mixpay.php'), 'sweep']],
    storage: startMariaDb,
  },
  python: {
    files: ['mixpay.py'],
    clock: 'time.time_ns() // 1_000_000',
    impatience: ['TIMEOUT = 8', 'TIMEOUT = 1'],
    muteness: [
      `    print(f"{payment['order_id']} is {what}"`,
      `    if db is None or payment["order_id"] != "order-1001":\n        raise RuntimeError("no")\n    print(f"{payment['order_id']} is {what}"`,
    ],
    probe: ['python3', '-c', 'import sys, sqlite3; sys.exit(sys.version_info < (3, 9))'],
    path: '/api/mixpay',
    address: pathBelow,
    serve: (folder) => ['python3', [join(folder, 'mixpay.py')]],
  },
  ruby: {
    files: ['mixpay.rb'],
    clock: 'Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)',
    impatience: ['TIMEOUT = 8', 'TIMEOUT = 1'],
    muteness: ['tell = ->(what, payment) { warn(', "tell = ->(what, payment) { raise 'no' if payment[:order_id] != 'order-1001'; warn("],
    probe: ['ruby', '-e', 'require "webrick"'],
    path: '/api/mixpay',
    address: pathBelow,
    serve: (folder) => ['ruby', [join(folder, 'mixpay.rb')]],
  },
  go: {
    files: ['mixpay.go'],
    clock: 'time.Now().UnixMilli()',
    impatience: ['8 * time.Second', '1 * time.Second'],
    muteness: [
      'endpoint.Tell = func(what string, payment *Payment) { log',
      'endpoint.Tell = func(what string, payment *Payment) { if payment.OrderID != "order-1001" { panic("no") }; log',
    ],
    probe: ['go', 'version'],
    path: '/api/mixpay',
    address: pathBelow,
    built: 'mixpay',
    build: async (folder) => {
      // Another shop may have the same file under this name.
      await rm(join(folder, 'mixpay'), { force: true });
      await run('go', ['build', '-o', join(folder, 'mixpay'), join(folder, 'mixpay.go')], {
        env: { ...process.env, GOFLAGS: '', GO111MODULE: 'off' },
      });
    },
    serve: (folder) => [join(folder, 'mixpay'), []],
  },
};

/** The plugin, in as much of WordPress as it uses. Its orders are not those of the other examples. */
export const WOOCOMMERCE: Language = {
  files: ['mixpay-woocommerce.php', 'mixpay.php', '../../test/servers/fixture/wordpress.php'],
  clock: 'microtime(true) * 1000',
  impatience: ['TIMEOUT = 8;', 'TIMEOUT = 1;'],
  muteness: ["$order = mixpay_find_order($payment['order_id'] ?? '');", "throw new RuntimeException('no');"],
  probe: ['php', '-r', `exit(extension_loaded("pdo_mysql") && is_executable("${MARIADB}") ? 0 : 1);`],
  path: '/wp-json/mixpay/v1/pay',
  address: (kind, token) => `/wp-json/mixpay/v1/pay?${kind}=${token}`,
  serve: (folder, port) => [
    'php',
    ['-S', `127.0.0.1:${port}`, '-t', folder, join(folder, 'wordpress.php')],
    { PHP_CLI_SERVER_WORKERS: '4' },
  ],
  sweep: (folder) => ['php', [join(folder, 'wordpress.php')]],
  storage: startMariaDb,
};

export const isInstalled = ({ probe: [command, ...args] }: Language): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** An example as it is to be started: with the addresses put in, and nothing else changed. */
export interface Example {
  language: Language;
  folder: string;
  port: number;
  storage: Storage | undefined;
}

export async function prepare(language: Language, ports: { shop: number; sandbox: number }): Promise<Example> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-example-'));
  for (const file of language.files) {
    const text = await readFile(join(EXAMPLES, file), 'utf8');
    const placed = (language.change?.(text) ?? text)
      .replaceAll('localhost:3000', `127.0.0.1:${ports.shop}`)
      .replaceAll('localhost:4010', `127.0.0.1:${ports.sandbox}`);
    await writeFile(join(folder, basename(file)), placed);
  }
  await language.build?.(folder);
  return { language, folder, port: ports.shop, storage: await language.storage?.() };
}

/** An example with its own storage, which may be stopped, changed and started again. */
export class Shop {
  readonly endpoint: string;
  readonly #language: Language;
  readonly #folder: string;
  readonly #port: number;
  readonly #data: string;
  readonly #output: string;
  #child: ChildProcess | undefined;

  private constructor({ language, port }: Example, folder: string, data: string) {
    this.#data = data;
    this.#language = language;
    this.#folder = folder;
    this.#output = join(folder, 'printed.log');
    this.#port = port;
    this.endpoint = `http://127.0.0.1:${port}${language.path}`;
  }

  static async open(example: Example): Promise<Shop> {
    const folder = await mkdtemp(join(tmpdir(), 'mixpay-shop-'));
    const shop = new Shop(example, folder, (await example.storage?.name()) ?? join(folder, 'payments.data'));
    // A program that is open for writing cannot be started, not even if it is open by accident: in a process that was forked off
    // for another language while it was copied. So the program itself is not copied.
    const { built } = example.language;
    await cp(example.folder, shop.#folder, { recursive: true, filter: (path) => basename(path) !== built });
    if (built !== undefined) await link(join(example.folder, built), join(shop.#folder, built));
    await shop.start();
    return shop;
  }

  get #environment(): Record<string, string> {
    const { PATH = '', HOME = '/' } = process.env;
    return { PATH, HOME, MIXPAY_PAYEE_ID: PAYEE, MIXPAY_SECRET: SECRET, MIXPAY_DATA: this.#data };
  }

  async start(): Promise<void> {
    const [command, args, further = {}] = this.#language.serve(this.#folder, this.#port);
    // A file has what was written before an answer was sent; a pipe may bring it after that answer.
    const output = openSync(this.#output, 'a');
    const child = spawn(command, args, {
      cwd: this.#folder,
      env: { ...this.#environment, ...further },
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    this.#child = child;
    while (!(await listens(this.#port))) {
      if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode} before it listened:\n${this.printed}`);
    }
  }

  /** What it has printed so far. */
  get printed(): string {
    return readFileSync(this.#output, 'utf8');
  }

  /** What it would print for an order: that it is paid, or for a person to review. */
  count(line: string): number {
    return this.printed.split(line).length - 1;
  }

  /** Once it has printed a line. */
  async prints(line: string): Promise<void> {
    while (!this.printed.includes(line)) await setTimeout(LOOK_MS);
  }

  /** As a crash does it: nothing is finished. PHP's server has workers, which end with it. */
  async crash(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    // The workers let go of the port a moment later.
    while (await listens(this.#port));
  }

  /** Changes the example's own text: another price, say. It takes effect with the next start. */
  async edit(from: string, to: string): Promise<void> {
    const file = join(this.#folder, this.#language.files[0] ?? '');
    const text = await readFile(file, 'utf8');
    if (!text.includes(from)) throw new Error(`expected ${JSON.stringify(from)} in ${basename(file)}`);
    await writeFile(file, text.replace(from, to));
    await this.#language.build?.(this.#folder);
  }

  /** Puts a file beside the example, as a page of the shop's. */
  place(file: string, text: string): Promise<void> {
    return writeFile(join(this.#folder, file), text);
  }

  /** The same shop for a second process, on the same storage, with one thing changed: as during a rollout. Not started yet. */
  async twin(port: number, from: string, to: string): Promise<Shop> {
    const folder = await mkdtemp(join(tmpdir(), 'mixpay-twin-'));
    await cp(this.#folder, folder, { recursive: true });
    const twin = new Shop({ language: this.#language, folder, port, storage: undefined }, folder, this.#data);
    const file = join(folder, this.#language.files[0] ?? '');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(`127.0.0.1:${this.#port}`, `127.0.0.1:${port}`));
    await twin.edit(from, to);
    return twin;
  }

  /** Starts it again with its clock ahead by so many minutes, or behind. */
  async shift(minutes: number): Promise<void> {
    await this.crash();
    const { clock } = this.#language;
    await this.edit(clock, `${clock} + ${minutes * 60_000}`);
    await this.start();
  }

  /** Looks for payments without a callback: by cron's call; the other examples do it by themselves when they start. */
  async sweep(): Promise<void> {
    const command = this.#language.sweep?.(this.#folder);
    if (command === undefined) return;
    const { stdout, stderr } = await run(command[0], command[1], { env: this.#environment });
    appendFileSync(this.#output, stdout + stderr);
  }

  async close(): Promise<void> {
    await this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** MariaDB on a socket in a folder of its own. */
async function startMariaDb(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-maria-'));
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const data = join(folder, 'data');
  // A folder for temporary tables, too: each server that starts removes what others have in the one they share.
  const temporary = await mkdtemp(join(folder, 'tmp-'));
  const own = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${temporary}`];
  await run('mariadb-install-db', [...own, '--auth-root-authentication-method=normal', '--skip-test-db', ...user]);
  const socket = join(folder, 'socket');
  const options = [...own, `--socket=${socket}`, '--skip-networking', '--innodb-flush-log-at-trx-commit=2', ...user];
  const child = spawn(MARIADB, options, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const ask = (statement: string) => run('mariadb', ['--no-defaults', `--socket=${socket}`, '-u', 'root', '-e', statement]);
  while (!(await ask('SELECT 1').then(...AS_BOOLEAN))) {
    if (child.exitCode !== null) throw new Error(`MariaDB ended with ${child.exitCode} before it was ready.`);
    await setTimeout(LOOK_MS);
  }
  let shops = 0;
  return {
    async name() {
      const database = `shop${++shops}`;
      // A socket of its own is as good as a password. The user is named in the address, as PDO takes it from PHP 8 on.
      await ask(`CREATE DATABASE ${database}`);
      return `mysql:unix_socket=${socket};dbname=${database};charset=utf8mb4;user=root`;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
