import { readdirSync, readFileSync } from 'node:fs';
import { layoutOf } from '../common/layout.js';
import { escaped, fill } from '../common/template.js';
import { guideNames, readGuides, type Guide, type ListedGuide } from './guides.js';

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

/**
 * Everything of the site but the shop's page, read anew at each call. The guides are read when the first of them is rendered: the
 * development server asks for this list at every request.
 */
export function sitePages(): SitePage[] {
  let read: ListedGuide[] | undefined;
  const guides = (): ListedGuide[] => (read ??= readGuides());
  return [
    page('builder.html', 'builder.html', 'builder'),
    page('scenarios.html', 'scenarios.html', 'scenarios'),
    page('stage.html', 'stage.html', ''),
    page('guides/index.html', 'guides', 'guides', () => ({ title: 'Guides', body: contentsOf(guides()) })),
    ...guideNames().map((name) => page(`guides/${name}.html`, 'guides', 'guides', () => wordsOf(name, guides()))),
    ...readdirSync(SERVERS).map((file) => ({
      path: `servers/${file}.txt`,
      type: TEXT,
      render: () => readFileSync(new URL(file, SERVERS), 'utf8'),
    })),
  ];
}

function page(path: string, template: string, name: string, values: () => Record<string, string> = () => ({})): SitePage {
  return {
    path,
    type: HTML,
    render({ baseOf, worker, prepare = (same) => same }) {
      const base = baseOf(path);
      const current = name === 'guides' ? 'guides/' : name === 'scenarios' ? 'scenarios.html' : 'builder.html';
      const file = new URL(template === 'guides' ? 'guide.html' : template, import.meta.url);
      const shared = { ...layoutOf(base, current), worker: worker === '' ? '' : base + worker };
      return fill(prepare(readFileSync(file, 'utf8')), { ...shared, ...values() });
    },
  };
}

function contentsOf(guides: readonly ListedGuide[]): string {
  const entries = guides.map(
    ({ name, title, contents }) => `<li><a href="${name}.html"><h2>${escaped(title)}</h2><p>${escaped(contents)}</p></a></li>`,
  );
  return `<div class="contents"><h1>Guides</h1><p class="lead">From the first button to the thousandth order, in plain words.</p><ul>${entries.join('')}</ul></div>`;
}

function wordsOf(name: string, guides: readonly Guide[]): Record<string, string> {
  const guide = guides.find((each) => each.name === name);
  if (guide === undefined) throw new Error(`expected a guide "${name}", received ${guides.map((each) => each.name).join(', ')}`);
  return { title: guide.title, body: bodyOf(guide, guides) };
}

function bodyOf(guide: Guide, guides: readonly Guide[]): string {
  const chapters = `<ol>${guide.chapters.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join('')}</ol>`;
  const all = guides.map(({ name, title }) => {
    const isCurrent = name === guide.name;
    return `<li><a href="${name}.html"${isCurrent ? ' aria-current="page"' : ''}>${escaped(title)}</a>${isCurrent ? chapters : ''}</li>`;
  });
  return `<nav class="beside" aria-label="Guides"><ul>${all.join('')}</ul></nav>
<div><nav class="above" aria-label="This guide"><a href="index.html">All guides</a><details><summary>On this page</summary>${chapters}</details></nav>
<article class="prose">${guide.html}</article>${onwardsFrom(guide, guides)}</div>`;
}

/** The guides before and after this one. */
function onwardsFrom(guide: Guide, guides: readonly Guide[]): string {
  const at = guides.findIndex(({ name }) => name === guide.name);
  const link = (to: Guide | undefined, rel: string, words: string): string =>
    to === undefined ? '' : `<a rel="${rel}" href="${to.name}.html"><span>${words}</span> ${escaped(to.title)}</a>`;
  return `<nav class="onwards" aria-label="Other guides">${link(guides[at - 1], 'prev', 'Before')}${link(guides[at + 1], 'next', 'Next')}</nav>`;
}
