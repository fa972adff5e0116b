import { readdirSync, readFileSync } from 'node:fs';
import { Marked, type Tokens } from 'marked';
import { escaped } from '../common/template.js';

const FOLDER = new URL('../guides/', import.meta.url);

export interface Guide {
  /** The file's name without its ending. */
  name: string;
  title: string;
  /** The first paragraph, as plain words. */
  lead: string;
  html: string;
  /** The headings of the second level. */
  chapters: { id: string; title: string }[];
}

/** All guides: those named in `ORDER` in that order, then the others by title. */
export function readGuides(): Guide[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
  return files.map((file) => renderGuide(file.slice(0, -3), readFileSync(new URL(file, FOLDER), 'utf8'))).sort(byReading);
}

/** In which order a stranger reads them; others follow by title. */
const ORDER = [
  'before',
  'start',
  'element',
  'server',
  'any-language',
  'frameworks',
  'polic',
  'going-live',
  'phone',
  'troubleshooting',
  'machines',
  'sandbox',
  'version',
];

function byReading(a: Guide, b: Guide): number {
  const placeOf = ({ name }: Guide): number => (ORDER.findIndex((word) => name.includes(word)) + ORDER.length + 1) % (ORDER.length + 1);
  return placeOf(a) - placeOf(b) || a.title.localeCompare(b.title);
}

export function renderGuide(name: string, markdown: string): Guide {
  const chapters: Guide['chapters'] = [];
  const seen = new Map<string, number>();
  let title = name;
  let lead = '';
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
      paragraph({ tokens, text }: Tokens.Paragraph) {
        if (lead === '') lead = plain(text);
        return `<p>${this.parser.parseInline(tokens)}</p>\n`;
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
  const body = marked.parse(markdown, { async: false });
  // A wide table scrolls by itself, and by the keyboard too.
  const html = body
    .replaceAll('<table>', '<div class="wide" role="group" tabindex="0" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">');
  return { name, title, lead, html, chapters };
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
