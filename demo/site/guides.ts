import { readdirSync, readFileSync } from 'node:fs';
import { Marked, type Tokens } from 'marked';
import { escaped } from '../common/template.js';

const FOLDER = new URL('../guides/', import.meta.url);

const README = new URL('../../README.md', import.meta.url);

export interface Guide {
  /** The file's name without its ending. */
  name: string;
  title: string;
  html: string;
  /** The headings of the second level. */
  chapters: { id: string; title: string }[];
}

/** A guide, and what the README's list says is in it. */
export interface ListedGuide extends Guide {
  contents: string;
}

/** The names of all guides, in the order of the README's list. */
export function guideNames(): string[] {
  return [...listOf(readFileSync(README, 'utf8')).keys()];
}

/** All guides, in the order of the README's list and with its words. One that is not in it is an error. */
export function readGuides(): ListedGuide[] {
  const listed = listOf(readFileSync(README, 'utf8'));
  const names = readdirSync(FOLDER).flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));
  const unlisted = names.filter((name) => !listed.has(name));
  if (unlisted.length > 0) throw new Error(`expected every guide in the README's list, received also ${unlisted.join(', ')}`);
  return [...listed].map(([name, contents]) => ({
    ...renderGuide(name, readFileSync(new URL(`${name}.md`, FOLDER), 'utf8')),
    contents,
  }));
}

/** What each guide has, by its name: `- [Title](demo/guides/name.md): what it has.` */
function listOf(readme: string): Map<string, string> {
  const lines = readme.matchAll(/^- \[[^\]]+\]\(demo\/guides\/([\w-]+)\.md\): (.+)$/gm);
  return new Map([...lines].map(([, name = '', words = '']) => [name, plain(words).replace(/^./, (first) => first.toUpperCase())]));
}

export function renderGuide(name: string, markdown: string): Guide {
  const chapters: Guide['chapters'] = [];
  const seen = new Map<string, number>();
  let title = name;
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = slugOf(text, seen);
        const inner = this.parser.parseInline(tokens);
        if (depth === 1) title = plain(text);
        if (depth === 2) chapters.push({ id, title: plain(text) });
        return `<h${depth} id="${id}">${inner}</h${depth}>\n`;
      },
      // What a table is survives the narrow page, where each row is a block and each cell says its heading.
      table({ header, rows }: Tokens.Table) {
        const heads = header.map(({ tokens }) => `<th role="columnheader" scope="col">${this.parser.parseInline(tokens)}</th>`);
        const lines = rows.map((cells) => {
          const row = cells.map(({ tokens }, column) => {
            const heading = escaped(plain(header[column]?.text ?? ''));
            return `<td role="cell" data-heading="${heading}">${this.parser.parseInline(tokens)}</td>`;
          });
          return `<tr role="row">${row.join('')}</tr>`;
        });
        const head = `<thead role="rowgroup"><tr role="row">${heads.join('')}</tr></thead>`;
        const table = `<table role="table">${head}<tbody role="rowgroup">${lines.join('')}</tbody></table>`;
        // A wide one scrolls by itself, and by the keyboard too.
        return `<div class="wide" role="group" tabindex="0" aria-label="Table">${table}</div>\n`;
      },
      code({ text, lang = '' }: Tokens.Code) {
        const line = text.includes('\n') ? '' : ' class="line"';
        const language = /^[\w-]*/.exec(lang)?.[0] ?? '';
        return `<div class="copied"><pre tabindex="0"${line}><code class="language-${language}">${escaped(text)}</code></pre></div>\n`;
      },
      // A list to tick on paper: on a page nobody can.
      checkbox: ({ checked }: Tokens.Checkbox) => `<span aria-hidden="true">${checked ? '☑' : '☐'}</span> `,
      link({ href, tokens }: Tokens.Link) {
        const words = this.parser.parseInline(tokens);
        const address = addressOf(href);
        return address === undefined ? words : `<a href="${escaped(address)}">${words}</a>`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { name, title, html, chapters };
}

/** Where a link of a guide leads on the site. What is not on it keeps its words alone. */
function addressOf(href: string): string | undefined {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const [path = '', hash] = href.split('#');
  const anchor = hash === undefined ? '' : `#${hash}`;
  const guide = /^(?:\.\/)?([\w-]+)\.md$/.exec(path)?.[1];
  if (guide !== undefined) return `${guide}.html${anchor}`;
  const server = /^\.\.\/servers\/([\w.-]+)$/.exec(path)?.[1];
  return server === undefined ? undefined : `../servers/${server}.txt`;
}

/** As GitHub makes them, so that a link works in both places. */
function slugOf(text: string, seen: Map<string, number>): string {
  const slug = plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  const before = seen.get(slug) ?? 0;
  seen.set(slug, before + 1);
  return before === 0 ? slug : `${slug}-${before}`;
}

function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
