import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { expect } from 'chai';
import { ROOT } from '../docs/read-docs.js';
import { provideTool, type Install } from '../tools/provide-tool.js';

const put = (folder: string, name: string) => {
  const file = join(folder, 'node_modules', name, 'package.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '{}');
};

describe('a tool that only a few tests need', () => {
  let cache: string;
  let lines: string[];
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'mixpay-tools-'));
    lines = [];
    mock.method(console, 'log', (line: string) => void lines.push(line));
  });
  afterEach(() => {
    mock.restoreAll();
    return rm(cache, { recursive: true });
  });

  it('is installed once, in its exact version, with one line that says so', () => {
    const asked: string[] = [];
    const install: Install = (folder, packages) => {
      asked.push(packages);
      put(folder, 'bun');
      return { ok: true, said: '' };
    };
    const [first, again] = [provideTool('bun', cache, install), provideTool('bun', cache, install)];
    expect([first, asked.length, lines.length]).to.deep.equal([again, 1, 1]);
    expect(asked[0]).to.match(/^bun@\d+\.\d+\.\d+$/);
    expect(lines[0]).to.match(/^Installing bun@\d.* for the tests that need it\.$/);
    expect(existsSync(join(first, 'node_modules/bun/package.json'))).to.equal(true);
  });

  it('says what to do where it cannot be installed, and leaves nothing half behind', () => {
    const offline: Install = (folder) => {
      put(folder, 'half-of-it');
      return { ok: false, said: 'npm error ENOTFOUND' };
    };
    expect(() => provideTool('miniflare', cache, offline)).to.throw(
      /^miniflare@\S+ is needed by this test and could not be installed\. Is this machine online.*ENOTFOUND/,
    );
    expect(readdirSync(cache)).to.deep.equal([]);
  });

  it('is taken from the first of two test files that install it', () => {
    const slow: Install = (folder) => {
      provideTool('deno', cache, (other) => {
        put(other, 'deno');
        return { ok: true, said: '' };
      });
      put(folder, 'deno');
      return { ok: true, said: '' };
    };
    expect(existsSync(join(provideTool('deno', cache, slow), 'node_modules/deno/package.json'))).to.equal(true);
    expect(readdirSync(cache)).to.have.length(1);
  });

  it('is not among what npm ci brings, and is ignored by Git', async () => {
    const tools = Object.keys(JSON.parse(await readFile(join(ROOT, 'test/tools/tools.json'), 'utf8')) as object);
    const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };
    for (const tool of tools) expect(packages).not.to.have.property(`node_modules/${tool}`);
    expect(await readFile(join(ROOT, '.gitignore'), 'utf8')).to.match(/^\.tools\/$/m);
  });

  it('leaves npm ci nothing that the oldest Node would warn about', async () => {
    const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { engines?: { node?: string }; optional?: boolean }>;
    };
    const newer = Object.entries(packages).filter(
      ([, { engines, optional }]) => optional !== true && /^>=\s*2[1-9]/.test(engines?.node ?? ''),
    );
    expect(newer.map(([path]) => path)).to.deep.equal([]);
  });
});
