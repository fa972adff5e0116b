import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { bundleCli } from '../helpers/bundle.js';
import { symbolOf } from '../../src/core/coins.js';
import { codesIn, readSnippet, DOCUMENTS, guide, readDocument, readProse, readSnippets, readTable, ROOT } from './read-docs.js';

interface Package {
  version: string;
  scripts: Record<string, string>;
  exports: Record<string, unknown>;
  budgets: Record<string, number>;
  dependencies: Record<string, string>;
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { version, scripts, exports, budgets, dependencies } = JSON.parse(read('package.json')) as Package;

/** The anchors of a document's headings, as GitHub makes them. */
function readAnchors(document: string): string[] {
  const headings = [...readProse(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Every command line in a document: in shell blocks, and in backticks. */
function readCommands(document: string): string[] {
  const blocks = readSnippets(document).filter(({ language }) => language === 'sh');
  const lines = blocks.flatMap(({ code }) => code.split('\n'));
  const inline = codesIn(readProse(document)).filter((code) => /^(npm|npx|bash|node) /.test(code));
  return [...lines, ...inline].map((line) => line.replace(/ +#.*$/, '').trim()).filter((line) => line !== '');
}

describe('what the documents refer to', () => {
  for (const document of DOCUMENTS) {
    it(`${document}: links lead to files and headings that exist`, () => {
      const links = [...readProse(document).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
        ([, link, source]) => link ?? source ?? '',
      );
      for (const link of links.filter((each) => !/^https?:/.test(each))) {
        const [path = '', anchor] = link.split('#');
        const file = path === '' ? document : join(dirname(document), path);
        expect(existsSync(join(ROOT, file)), link).to.equal(true);
        if (anchor !== undefined) expect(readAnchors(file), link).to.include(anchor);
      }
    });

    it(`${document}: files and folders in backticks exist`, () => {
      const named = codesIn(readProse(document)).filter((code) => /^(src|test|demo|\.build|\.ci)\/[\w./-]*$/.test(code));
      for (const path of named) expect(existsSync(join(ROOT, path)), path).to.equal(true);
    });

    it(`${document}: commands exist`, () => {
      for (const line of readCommands(document)) {
        for (const command of line.split(' && ')) expect(fault(command), command).to.equal(undefined);
      }
    });

    it(`${document}: imports of the package are entries of it`, () => {
      const entries = Object.keys(exports).map((entry) => entry.replace(/^\./, 'mixpay-button'));
      const imported = [...readDocument(document).matchAll(/(?:from|import) '(mixpay-button[^']*)'/g)].map(([, name]) => name);
      for (const name of imported) expect(entries).to.include(name);
    });
  }

  it('a command that does not exist would be noticed', () => {
    expect(fault('npm run nothing')).to.match(/script/);
    expect(fault('npx mixpay-button pay')).to.match(/command/);
    expect(fault('npx mixpay-button sandbox --nothing 1')).to.match(/option/);
  });

  it('the version in addresses and the changelog is the package’s', () => {
    const versions = [
      ...DOCUMENTS.map(readDocument)
        .join('\n')
        .matchAll(/mixpay-button@([\w.-]+)\//g),
    ].map(([, each]) => each);
    expect(versions.length).to.be.greaterThan(2);
    for (const each of versions) expect(each).to.equal(version);
    expect(readDocument('CHANGELOG.md')).to.match(new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`, 'm'));
  });

  it('the README leads to every guide', () => {
    const readme = readDocument('README.md');
    for (const document of DOCUMENTS.filter((each) => each.includes('guides/'))) expect(readme).to.contain(`](${document})`);
  });

  it('the documents use plain words', () => {
    const others = /\b(mend(s|ed|ing)?|earns?|floors?|anew|heed(s|ed)?|whoever)\b/gi;
    for (const document of DOCUMENTS) {
      const prose = readProse(document).replace(/`[^`]*`/g, '');
      expect(
        [...prose.matchAll(others)].map(([word]) => word),
        document,
      ).to.deep.equal([]);
    }
  });

  it('the README is short enough to be read at once', () => {
    expect(readDocument('README.md').split('\n').length).to.be.at.most(251);
  });

  it('the strict page that is paid in all engines has the policy of the guide', () => {
    const page = readDocument('test/element/fixture/strict.html');
    expect(page.replace(/\s+/g, ' ')).to.contain(`content="${readSnippet('text', 'csp').trim()}"`);
  });

  it('the sizes are those above which the build fails', () => {
    const told = readTable(guide('versions'), 'what is loaded').rows.map(([what = '', size = '']) => [
      what.replaceAll('`', ''),
      Number(size.replaceAll(/\D/g, '')),
    ]);
    expect(told).to.deep.equal(Object.entries(budgets));
  });

  it('the coins are those the package knows by these names', () => {
    const { rows } = readTable(guide('before-you-start'), 'coin', 'chain');
    for (const [symbol, , id] of rows) expect(symbolOf(codesIn(id)[0] ?? ''), id).to.equal(symbol);
    expect(rows.length).to.be.greaterThan(5);
  });

  it('the browsers are those the build is made for, and Node is the one package.json asks for', () => {
    const [, text = ''] = /target: \[(.*)\]/.exec(read('.build/cdn.mjs')) ?? [];
    const targets = [...text.matchAll(/'([a-z]+)([\d.]+)'/g)].map(([, name, number]) => `${name ?? ''} ${number ?? ''}`);
    const told = readDocument(guide('versions')).toLowerCase().replace('chrome and edge 111', 'chrome 111, edge 111');
    for (const target of targets) expect(told).to.contain(target);
    expect(targets).to.have.length(4);
    expect(told).to.contain('node 20');
    expect(read('package.json')).to.contain('"node": ">=20"');
  });

  it('the pictures are small', () => {
    const pictures = [...readDocument('README.md').matchAll(/src="([^"]+\.png)"/g)].map(([, path = '']) => path);
    expect(pictures).to.have.length(2);
    for (const picture of pictures) expect(statSync(join(ROOT, picture)).size, picture).to.be.lessThan(150_000);
  });

  it('the runtime dependencies are those that are named', () => {
    expect(Object.keys(dependencies)).to.have.members(['lit', '@lit/reactive-element', 'lean-qr']);
  });
});

let help: string | undefined;
/** The files that the documents have a reader save. */
const NAMED = DOCUMENTS.flatMap(readSnippets).map(({ name }) => name);

/** What is wrong with a command line; undefined where it can be run. */
function fault(command: string): string | undefined {
  const [tool = '', ...words] = command.replace(/^ORIGIN=\S+ /, '').split(/\s+/);
  if (tool === 'npm') {
    const [verb = '', name = ''] = words;
    if (verb === 'run') return name in scripts ? undefined : `no script ${name}`;
    if (verb === 'start' || verb === 'test') return verb in scripts ? undefined : `no script ${verb}`;
    return ['ci', 'install'].includes(verb) ? undefined : `npm has no ${verb} here`;
  }
  if (tool === 'npx' && words[0] === 'mixpay-button') return faultOfCli(words.slice(1));
  if (tool === 'npx') return existsSync(join(ROOT, 'node_modules/.bin', words[0] ?? '')) ? undefined : `no tool ${words[0] ?? ''}`;
  if (tool === 'bash') return existsSync(join(ROOT, words[0] ?? '')) ? undefined : `no file ${words[0] ?? ''}`;
  if (tool === 'node') return NAMED.includes(words[0] ?? '') ? undefined : `no snippet ${words[0] ?? ''}`;
  // Endpoints in other languages, started in test/servers.
  if (tool === 'php')
    return existsSync(join(ROOT, 'demo/servers', words.find((word) => word.endsWith('.php')) ?? '-')) ? undefined : `no such file`;
  if (tool === 'export')
    return words.every((word) => /^MIXPAY_[A-Z_]+=|^(rand|-base64|32\)?)$/.test(word)) ? undefined : 'another variable';
  // Run against the sandbox in another test.
  return tool === 'curl' ? undefined : `unknown tool ${tool}`;
}

function faultOfCli([name = '', ...options]: string[]): string | undefined {
  help ??= runCli('--help');
  if (!new RegExp(`^ +${name} `, 'm').test(help)) return `no command ${name}`;
  const own = runCli(name, '--help');
  const unknown = options.filter((option) => option.startsWith('--')).find((option) => !own.includes(option));
  return unknown === undefined ? undefined : `no option ${unknown}`;
}

function runCli(...args: string[]): string {
  return execFileSync(process.execPath, [bundleCli(), ...args], { cwd: ROOT, encoding: 'utf8' });
}
