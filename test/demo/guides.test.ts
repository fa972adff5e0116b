import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { readGuides, renderGuide } from '../../demo/site/guides.js';
import { sitePages } from '../../demo/site/pages.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

function pageAt(path: string): string {
  const page = sitePages().find((each) => each.path === path);
  return page?.render({ baseOf: () => '/', worker: '' }) ?? '';
}

describe('the guides on the site', () => {
  it('come in the README’s order, each with the README’s words for what is in it', () => {
    const listed = [...README.matchAll(/\(demo\/guides\/([\w-]+)\.md\): (.+)$/gm)].map(([, name = '', words = '']) => [name, words]);
    expect(listed).to.have.length.above(10);
    const shown = readGuides().map(({ name, contents }) => [name, contents.toLowerCase()]);
    expect(shown).to.deep.equal(listed.map(([name, words]) => [name, words?.toLowerCase()]));
    const cards = [...pageAt('guides/index.html').matchAll(/<\/h2><p>([^<]*)<\/p>/g)].map(([, words = '']) => words);
    expect(cards).to.have.length(listed.length);
    expect(cards.filter((words) => !words.endsWith('.'))).to.deep.equal([]);
  });

  it('lead on to the next and back to the one before', () => {
    const names = readGuides().map(({ name }) => name);
    names.forEach((name, at) => {
      const html = pageAt(`guides/${name}.html`);
      const linked = (rel: string) => new RegExp(`rel="${rel}" href="([\\w-]+)\\.html"`).exec(html)?.[1];
      expect([name, linked('prev'), linked('next')]).to.deep.equal([name, names[at - 1], names[at + 1]]);
    });
  });

  it('say in each cell of a table which column it is of, for pages too narrow for columns', () => {
    const { html } = renderGuide('any', '# Any\n\n| the `name` | what "it" is |\n| --- | --- |\n| `a` | 1 |\n');
    expect(html).to.contain('<td role="cell" data-heading="the name"><code>a</code></td>');
    expect(html).to.contain('<td role="cell" data-heading="what &quot;it&quot; is">1</td>');
  });

  it('wrap code of one line, and keep the lines of longer code', () => {
    const { html } = renderGuide('any', "# Any\n\n```text\ndefault-src 'none'; a <b>\n```\n\n```js app.mjs\none();\ntwo();\n```\n");
    expect(html).to.contain(
      '<pre tabindex="0" class="line"><code class="language-text">default-src &#39;none&#39;; a &lt;b&gt;</code></pre>',
    );
    expect(html).to.contain('<pre tabindex="0"><code class="language-js">one();\ntwo();</code></pre>');
  });
});
