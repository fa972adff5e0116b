import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { listens, LOOK_MS } from '../helpers/listens.js';
import type { MiniflareModule } from '../helpers/miniflare.js';
import { fileOfTool, importTool } from '../tools/provide-tool.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const SECRET = 'k7Jd0sQx2nVb5mZa8tLw1pRe4yUi6oGh';

/** An example, running. */
export interface Server {
  /** What it has printed, once a line is in it: a worker's output comes through two processes, after its answer. */
  printed(line: string): Promise<string>;
  stop(): Promise<void>;
}

type Start = (file: string, port: number) => Promise<Server>;

/** How a merchant starts each example. */
export const RUNTIMES: Readonly<Record<string, Start>> = {
  // Node runs TypeScript by itself from 22.18 on; the oldest this package knows is 20.
  node: (file, port) => startProcess(process.execPath, ['--import', pathToFileURL(join(MODULES, 'tsx/dist/loader.mjs')).href, file], port),
  express: (file, port) => RUNTIMES['node']!(file, port),
  hono: (file, port) => RUNTIMES['node']!(file, port),
  deno: (file, port) =>
    startProcess(binary('deno', 'install.cjs', 'deno'), ['serve', '--port', String(port), '--allow-env', '--allow-net', file], port),
  bun: (file, port) => startProcess(binary('bun', 'install.js', 'bin/bun.exe'), [file], port),
  worker: startWorker,
};

/** A runtime that npm brings along; its package's own script is needed once, because npm runs none here. */
function binary(name: 'bun' | 'deno', script: string, file: string): string {
  const program = fileOfTool(name, process.platform === 'win32' && name === 'deno' ? `${file}.exe` : file);
  if ((statSync(program, { throwIfNoEntry: false })?.size ?? 0) < 1_000_000)
    execFileSync(process.execPath, [fileOfTool(name, script)], { stdio: 'ignore' });
  return program;
}

async function startProcess(command: string, args: string[], port: number): Promise<Server> {
  const child = spawn(command, args, {
    cwd: dirname(args.at(-1) ?? ''),
    env: { ...process.env, MIXPAY_SECRET: SECRET, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'exit');
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode} before it listened:\n${output}`);
  }
  return {
    printed: (line) => whole(line, () => output),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function whole(line: string, output: () => string): Promise<string> {
  while (!output().includes(line)) await setTimeout(LOOK_MS);
  return output();
}

/** Bundled, as wrangler does it, with a D1 database in memory. */
async function startWorker(file: string, port: number): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd'],
    external: ['cloudflare:workers'],
    logLevel: 'error',
  });
  let output = '';
  const { Miniflare } = await importTool<MiniflareModule>('miniflare');
  const worker = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-05-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: { MIXPAY_SECRET: SECRET },
    d1Databases: ['DB'],
    host: '127.0.0.1',
    port,
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      for (const stream of [stdout, stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    },
  });
  await worker.ready;
  return {
    printed: (line) => whole(line, () => output),
    stop: () => worker.dispose(),
  };
}
