import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { installPackage, type Merchant } from './install-package.js';

interface Member {
  name: string;
  kind?: string;
  fieldName?: string;
  privacy?: string;
  type?: { text?: string };
  default?: string;
}

interface Declaration {
  tagName?: string;
  members: Member[];
  attributes: Member[];
  events: Member[];
  cssProperties: Member[];
}

interface Module {
  path: string;
  exports: { declaration: { module: string } }[];
  declarations: Declaration[];
}

describe('what the tarball tells editors', () => {
  let merchant: Merchant;
  let installed: string;
  let modules: Module[];
  let element: Declaration;
  const read = (path: string): string => readFileSync(join(installed, path), 'utf8');
  before(async () => {
    merchant = await installPackage();
    installed = join(merchant.folder, 'node_modules/mixpay-button');
    ({ modules } = JSON.parse(read('dist/custom-elements.json')) as { modules: Module[] });
    const [declaration, ...others] = modules.flatMap(({ declarations }) => declarations);
    expect(others).to.deep.equal([]);
    element = declaration as Declaration;
  });
  after(() => merchant.remove());

  it('is named in package.json, and names files that are there', () => {
    const { customElements, 'web-types': webTypes } = JSON.parse(read('package.json')) as Record<string, string>;
    expect([customElements, webTypes]).to.deep.equal(['dist/custom-elements.json', './dist/web-types.json']);
    const paths = modules.flatMap(({ path, exports }) => [path, ...exports.map(({ declaration }) => declaration.module)]);
    for (const path of paths) expect(existsSync(join(installed, path)), path).to.equal(true);
  });

  it('has nothing private, and writes out the words an attribute may hold', () => {
    expect(element.tagName).to.equal('mixpay-button');
    expect(element.members.filter(({ name, privacy }) => name.startsWith('#') || (privacy ?? 'public') !== 'public')).to.deep.equal([]);
    const typeOf = (name: string) => element.attributes.find((attribute) => attribute.name === name)?.type?.text;
    expect(typeOf('size')).to.equal("'small' | 'medium' | 'large'");
    expect(typeOf('credentials')).to.equal("'include' | 'omit' | 'same-origin'");
    for (const { name, type } of [...element.attributes, ...element.events]) expect(type?.text, name).to.be.a('string').and.not.equal('');
    expect(element.cssProperties.find(({ name }) => name === '--mixpay-radius')?.default).to.equal('12px');
  });

  it('says the same to VS Code and to JetBrains', () => {
    const html = JSON.parse(read('dist/vscode.html-custom-data.json')) as {
      tags: { name: string; attributes: { name: string; values?: { name: string }[] }[] }[];
    };
    const names = element.attributes.map(({ name }) => name);
    expect(html.tags[0]?.attributes.map(({ name }) => name)).to.have.members(names);
    expect(html.tags[0]?.attributes.find(({ name }) => name === 'theme')?.values?.map(({ name }) => name)).to.have.members([
      'auto',
      'light',
      'dark',
    ]);
    const css = JSON.parse(read('dist/vscode.css-custom-data.json')) as { properties: { name: string }[] };
    expect(css.properties.map(({ name }) => name)).to.have.members(element.cssProperties.map(({ name }) => name));
    const types = JSON.parse(read('dist/web-types.json')) as {
      contributions: { html: { elements: { name: string; attributes: { name: string }[] }[] } };
    };
    const [known] = types.contributions.html.elements;
    expect(known?.name).to.equal('mixpay-button');
    expect(known?.attributes.map(({ name }) => name)).to.have.members(names);
  });

  it('has the licence of every package that is bundled into the script-tag files', () => {
    const licenses = read('dist/cdn/licenses.txt');
    for (const name of ['mixpay-button', '@lit/reactive-element', 'lean-qr', 'lit', 'lit-html'])
      expect(licenses).to.match(new RegExp(`^${name}\\n`, 'm'));
  });
});
