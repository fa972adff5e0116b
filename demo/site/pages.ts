import { readdirSync, readFileSync } from 'node:fs';
import { layoutOf } from '../common/layout.js';
import { escaped, fill } from '../common/template.js';
import { readGuides, type Guide } from './guides.js';

/** What differs between a page behind a server and one among static files. */
export interface Surroundings {
  /** Where the site lies, as seen from the page. */
  baseOf: (path: string) => string;
  /** The service worker that stands in for the server, as seen from the site; empty where there is a server. */
  worker: string;
  /** What is done to a template before it is filled in. */
  prepare?: (template: string) => string;
}

/** A page of the site, or a text beside it, by its path below the site. The shop's own page is not among them: it is each visitor's. */
export interface SitePage {
  path: string;
  type: string;
  render: (surroundings: Surroundings) => string;
}

const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
const SERVERS = new URL('../servers/', import.meta.url);

/** Everything of the site but the shop's page, read anew at each call. */
export function sitePages(): SitePage[] {
  const guides = readGuides();
  return [
    page('builder.html', 'builder.html', 'builder'),
    page('scenarios.html', 'scenarios.html', 'scenarios'),
    page('stage.html', 'stage.html', ''),
    page('guides/index.html', 'guides', 'guides', { title: 'Guides', body: contentsOf(guides) }),
    ...guides.map((guide) => page(`guides/${guide.name}.html`, 'guides', 'guides', { title: guide.title, body: bodyOf(guide, guides) })),
    ...readdirSync(SERVERS).map((file) => ({
      path: `servers/${file}.txt`,
      type: TEXT,
      render: () => readFileSync(new URL(file, SERVERS), 'utf8'),
    })),
  ];
}

function page(path: string, template: string, name: string, values: Record<string, string> = {}): SitePage {
  return {
    path,
    type: HTML,
    render({ baseOf, worker, prepare = (same) => same }) {
      const base = baseOf(path);
      const current = name === 'guides' ? 'guides/' : name === 'scenarios' ? 'scenarios.html' : 'builder.html';
      const file = new URL(template === 'guides' ? 'guide.html' : template, import.meta.url);
      const shared = { ...layoutOf(base, current), worker: worker === '' ? '' : base + worker };
      return fill(prepare(readFileSync(file, 'utf8')), { ...shared, ...values });
    },
  };
}

function contentsOf(guides: readonly Guide[]): string {
  const entries = guides.map(
    ({ name, title, lead }) => `<li><a href="${name}.html"><h2>${escaped(title)}</h2><p>${escaped(shortened(lead))}</p></a></li>`,
  );
  return `<div class="contents"><h1>Guides</h1><p class="lead">From the first button to the thousandth order, in plain words.</p><ul>${entries.join('')}</ul></div>`;
}

function bodyOf(guide: Guide, guides: readonly Guide[]): string {
  const others = guides.map(({ name, title, chapters }) => {
    const isCurrent = name === guide.name;
    const inner = isCurrent
      ? `<ol>${chapters.map(({ id, title: chapter }) => `<li><a href="#${id}">${escaped(chapter)}</a></li>`).join('')}</ol>`
      : '';
    return `<li><a href="${name}.html"${isCurrent ? ' aria-current="page"' : ''}>${escaped(title)}</a>${inner}</li>`;
  });
  return `<nav class="beside" aria-label="Guides"><ul>${others.join('')}</ul></nav><article class="prose">${guide.html}</article>`;
}

function shortened(text: string): string {
  return text.length <= 180 ? text : `${text.slice(0, text.lastIndexOf(' ', 180))} …`;
}
