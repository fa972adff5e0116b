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

/** Stages the package as for a copy of this repository, or one without a repository on the web. */
function stage(repository = ''): void {
  const env = { ...process.env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'remote.origin.url', GIT_CONFIG_VALUE_0: repository };
  const printed = execFileSync(process.execPath, ['.build/release.mjs', '--dry-run'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(printed).to.contain('mixpay-button');
}

/** The links of a staged document, outside its snippets. */
function readLinks(document: string): string[] {
  const text = readFileSync(new URL(document, STAGE), 'utf8').replace(/```[^]*?```/g, '');
  return [...text.matchAll(/\]\(([^)]*)\)|<img src="([^"]*)"/g)].map(([, link, picture]) => link ?? picture ?? '');
}

describe('what a release publishes', () => {
  let listed: string[];
  before(() => {
    provideDist();
    stage();
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
      const links = readLinks(document);
      expect(
        links.filter((link) => !/^(https?:|#|mailto:)/.test(link)),
        document,
      ).to.deep.equal([]);
      for (const link of links) {
        const [, path] = /^https:\/\/unpkg\.com\/mixpay-button@[^/]+\/([^#]+)/.exec(link) ?? [];
        if (path !== undefined) expect(existsSync(new URL(path, STAGE)), `${document}: ${path}`).to.equal(true);
      }
    }
  });

  it('links to the pages of the repository where there is one on the web', () => {
    stage('https://github.com/owner/name.git');
    const pages = `https://github.com/owner/name/blob/v${VERSION}/`;
    const own = readLinks('README.md').filter((link) => link.startsWith(pages));
    expect(own).to.include(`${pages}demo/guides/element.md`);
    expect(readLinks('demo/guides/server.md')).to.include(`${pages}demo/guides/any-language.md`);
    for (const link of own) expect(existsSync(new URL(link.slice(pages.length).replace(/#.*/, ''), ROOT)), link).to.equal(true);
  });

  it('says its version in the element as in package.json', () => {
    expect(VERSION).to.equal(readManifest(ROOT).version);
  });
});
