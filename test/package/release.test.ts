import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { expect } from 'chai';
import { provideDist } from '../helpers/provide-dist.js';
import { VERSION } from '../../src/version.js';

const ROOT = new URL('../../', import.meta.url);
const STAGE = new URL('.release/', ROOT);

interface Manifest {
  version: string;
  scripts?: object;
  devDependencies?: object;
  dependencies: Record<string, string>;
}

const readManifest = (folder: URL) => JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Manifest;

describe('what a release publishes', () => {
  let listed: string[];
  before(() => {
    provideDist();
    const printed = execFileSync(process.execPath, ['.build/release.mjs', '--dry-run'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(printed).to.contain('mixpay-button');
    listed = readdirSync(STAGE, { recursive: true, encoding: 'utf8' });
  });

  it('runs nothing at installation, and brings nothing that only we need', () => {
    const { scripts, devDependencies, dependencies } = readManifest(STAGE);
    expect([scripts, devDependencies]).to.deep.equal([undefined, undefined]);
    expect(dependencies).to.deep.equal(readManifest(ROOT).dependencies);
  });

  it('is the built package, its documents, and nothing else', () => {
    const tops = new Set(listed.map((path) => path.split(/[\\/]/)[0]));
    expect([...tops]).to.have.members([
      '.github',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'demo',
      'dist',
      'package.json',
    ]);
    expect(listed.filter((path) => /\.(ts|map|tgz|log|env)$/.test(path) && !path.endsWith('.d.ts'))).to.deep.equal([]);
  });

  it('has no relative link or picture, which a package page cannot follow', () => {
    const documents = listed.filter((path) => path.endsWith('.md') && !path.startsWith('dist'));
    expect(documents.filter((path) => path.includes('guides'))).to.have.length(readdirSync(new URL('demo/guides/', ROOT)).length);
    for (const document of documents) {
      const text = readFileSync(new URL(document, STAGE), 'utf8').replace(/```[^]*?```/g, '');
      const relative = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)]*)\)|<img src="(?!https?:)([^"]*)"/g)].map(([link]) => link);
      expect(relative, document).to.deep.equal([]);
      for (const [, path = ''] of text.matchAll(/https:\/\/unpkg\.com\/mixpay-button@[^/]+\/([^)#"\s]+)/g)) {
        if (!/[@*<{]/.test(path)) expect(existsSync(new URL(path, STAGE)), `${document}: ${path}`).to.equal(true);
      }
    }
  });

  it('says its version in the element as in package.json', () => {
    expect(VERSION).to.equal(readManifest(ROOT).version);
  });
});
