import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { compile as compileSvelte } from 'svelte/compiler';
import { compileScript, parse as parseVue } from 'vue/compiler-sfc';
import { findTypeErrors } from './check-snippets.js';
import { readManifest } from './element-manifest.js';
import { DOCUMENTS, readSnippet, readSnippets, ROOT } from './read-docs.js';

/** The button in React. */
const CHECKOUT = 'demo/apps/react-19/src/Checkout.tsx';

const all = DOCUMENTS.flatMap(readSnippets);
const inLanguage = (...languages: string[]) => all.filter(({ language }) => languages.includes(language));

/** Every tag of the element in a text, by the names that stand in it. */
function readTags(code: string): string[][] {
  return [...code.matchAll(/<mixpay-button((?:\s+[^\s=>/]+(?:=(?:"[^"]*"|\{[^}]*\}))?)*)\s*\/?>/g)].map(([, inside = '']) =>
    [...inside.matchAll(/\s([^\s=>/]+)(?==|\s|$)/g)].map(([, name = '']) => name),
  );
}

/** The attribute, property or event that a framework means by a name. */
function meantBy(name: string): string {
  return name.replace(/^:|^@|^\[(.*)\]$|^\((.*)\)$/, '$1$2').replace(/^on(?=mixpay-)/, '');
}

describe('the snippets of the documents', () => {
  it('are each of a language that is checked here', () => {
    const checked = ['ts', 'tsx', 'js', 'vue', 'svelte', 'html', 'css', 'sh', 'text', 'http'];
    for (const { document, line, language } of all) expect(checked, `${document}:${line}`).to.include(language);
  });

  it('in plain JavaScript are the quick start and its last lines, which test/package/quick-start.test.ts starts as printed', () => {
    expect(inLanguage('js').map(({ name }) => name)).to.have.members(['shop.mjs', 'express.mjs', 'hono.mjs']);
  });

  it('have names that no two share', () => {
    const names = all.filter(({ name }) => name !== '').map(({ language, name }) => `${language} ${name}`);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  it('compile in strict TypeScript', () => {
    // Those named after a file of the repository are checked with it.
    // What stands in an app is compiled there, with its framework; React is here, too.
    const own = inLanguage('ts', 'tsx').filter(({ name }) => !name.includes('/') || name === CHECKOUT);
    const files = own.map(({ name, code, language, line }) => [name === '' ? `line-${line}.${language}` : basename(name), code]);
    expect(files.length).to.be.greaterThan(8);
    expect(findTypeErrors(Object.fromEntries(files) as Record<string, string>)).to.deep.equal([]);
  });

  it('would not compile with an option, an attribute or an event field that does not exist', () => {
    const wrong = {
      'server.ts': readSnippet('ts', 'server.ts').replace('settlementAssetId:', 'settlementAsset:'),
      'Checkout.tsx': readSnippet('tsx', CHECKOUT).replace('orderId={orderId}', 'payeeId="x"'),
      'events.ts': readSnippet('ts', 'events.ts').replace('payment, resumed', 'amount, resumed'),
    };
    const faults = findTypeErrors(wrong).join('\n');
    expect(faults)
      .to.match(/server\.ts:.*settlementAsset/)
      .and.match(/Checkout\.tsx:.*payeeId/)
      .and.match(/events\.ts:.*amount/);
  });

  it('compile as Vue and Svelte components', () => {
    for (const { code, name } of inLanguage('vue')) {
      const { descriptor, errors } = parseVue(code, { filename: name });
      expect(errors).to.deep.equal([]);
      expect(compileScript(descriptor, { id: name, inlineTemplate: true }).content).to.contain('_unref(MixPayButton), {');
    }
    for (const { code, name } of inLanguage('svelte')) {
      const { js, warnings } = compileSvelte(code, { filename: name });
      expect(warnings).to.deep.equal([]);
      expect(js.code).to.contain('mixpay-button');
    }
    expect(inLanguage('vue', 'svelte')).to.have.length(2);
  });

  it('use no attribute, property or event that the element does not have', () => {
    const { attributes, events } = readManifest();
    const known = [
      ...attributes.flatMap(({ name, fieldName = name }) => [name, fieldName]),
      ...events.map(({ name }) => name),
      'id',
      'class',
      'slot',
    ];
    const tags = all.flatMap(({ code }) => readTags(code));
    expect(tags.length).to.be.greaterThan(8);
    for (const name of tags.flat().map(meantBy)) expect(known).to.include(name);
    // The check itself sees every way of writing a name.
    expect(readTags('<mixpay-button a="1" :b="2" @c="d()" [e]="f" (g)="h" i={j} k />').flat().map(meantBy).join()).to.equal(
      'a,b,c,e,g,i,k',
    );
  });

  it('are the files of the repository where they are named after one', () => {
    for (const { name, code, document, line } of all.filter(({ name: path }) => path.includes('/'))) {
      expect(existsSync(`${ROOT}${name}`), `${document}:${line}: ${name}`).to.equal(true);
      if (name.startsWith('demo/apps/')) continue;
      expect(code, name).to.equal(readFileSync(`${ROOT}${name}`, 'utf8'));
    }
  });

  it('say nothing of an app that its file does not say, in the same order', () => {
    const ofApps = all.filter(({ name }) => name.startsWith('demo/apps/'));
    expect(ofApps.length).to.be.greaterThan(4);
    for (const { name, code } of ofApps) expect(wordMissing(code, readFileSync(`${ROOT}${name}`, 'utf8')), name).to.equal(undefined);
    expect(wordMissing('a { b }', 'a\n{ c b\n}')).to.equal(undefined);
    expect(wordMissing('a { b }', 'b { a }')).to.equal('{');
  });
});

/** The first word or sign of a snippet that does not follow the ones before it in the file; a file may have more between them. */
function wordMissing(snippet: string, file: string): string | undefined {
  const wordsOf = (text: string): string[] => text.match(/[\w.'"-]+|\S/g) ?? [];
  const rest = wordsOf(file);
  return wordsOf(snippet).find((word) => {
    const at = rest.indexOf(word);
    rest.splice(0, at + 1);
    return at === -1;
  });
}
