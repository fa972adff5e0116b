import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { parse } from 'svelte/compiler';
import { OPTIONS, readChoices } from '../../demo/page/builder-options.js';
import { FRAMEWORKS, pageSnippet } from '../../demo/page/snippets.js';
import { readManifest } from '../docs/element-manifest.js';

/** What says whose order it is and where it is paid: the snippet has its own, and there is nothing to look at. */
const OF_THE_SHOP = ['endpoint', 'status-endpoint', 'checkout-base', 'item', 'order-id', 'trace-id'];

describe('the builder', () => {
  const { attributes } = readManifest();
  const offered = OPTIONS.filter(({ sets }) => sets === 'attribute');

  it('offers every attribute of the element', () => {
    const names = attributes.map(({ name }) => name).filter((name) => !OF_THE_SHOP.includes(name));
    expect(offered.map(({ name }) => name)).to.have.members(names);
  });

  it('begins with what the element does by itself', () => {
    const usual = new Map(attributes.map(({ name, default: value = '' }) => [name, /^'(.*)'$/.exec(value)?.[1] ?? '']));
    const shown = ['quote-amount', 'quote-asset-id'];
    for (const { name, default: value } of offered.filter((option) => !shown.includes(option.name)))
      expect(value, name).to.equal(usual.get(name));
  });

  for (const framework of FRAMEWORKS)
    it(`writes each of them into the code for ${framework}`, () => {
      for (const { name, kind, choices = [] } of offered) {
        const value = kind === 'choice' ? (choices.at(-1)?.[0] ?? '') : kind === 'switch' ? 'on' : '42';
        const code = pageSnippet(framework, { ...readChoices(''), [name]: value });
        const written = framework === 'React' ? name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) : name;
        expect(code).to.match(new RegExp(`\\s${written}${kind === 'switch' ? '[\\s>]' : `=["{]+${value}["}]`}`), name);
      }
    });

  it('loads the release that the README names, and not whatever comes next', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const script = /<script type="module" src="https:[^\n]+<\/script>/.exec(readme)?.[0];
    expect(pageSnippet('HTML', readChoices('')).split('\n')[0]).to.equal(script);
  });

  it('writes a text out of a shared address as a text, which is no code in any framework', () => {
    const text = '{alert(1)} {{alert(2)}} `+alert(3)+` ${alert(4)} \\x24 "&quot;';
    const choices = { ...readChoices(''), 'shop-name': text };

    const svelte = parse(pageSnippet('Svelte', choices), { modern: true });
    const names = JSON.stringify(svelte.fragment, (key, value: unknown) => (key === 'parent' ? undefined : value));
    expect(names).to.contain(`"data":${JSON.stringify(text)}`);

    const [, literal = ''] = /template: `([^]*?)`,\n/.exec(pageSnippet('Angular', choices)) ?? [];
    const [, written = ''] = /shop-name="([^"]*)"/.exec(literal) ?? [];
    expect(written).not.to.match(/[`\\{}$]/);
    const decoded = written.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(decoded.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).to.equal(text);
  });
});
