import { escaped } from './template.js';

/** The pages of the site, as the navigation lists them: the path below the site, and the words. */
const PAGES = [
  { path: '', name: 'Shop' },
  { path: 'builder.html', name: 'Builder' },
  { path: 'scenarios.html', name: 'Scenarios' },
  { path: 'guides/', name: 'Guides' },
] as const;

export type PagePath = (typeof PAGES)[number]['path'];

/** Two interlocking strokes: the button's own mark. */
const MARK = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#2b4bf2" /><path d="M8 22V11.500c0-.9 1.100-1.400 1.700-.7L16 17l6.300-6.200c.6-.7 1.700-.2 1.700.7V22" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" /></svg>`;

/**
 * What all pages share, as values of their templates.
 * @param base where the site lies, as seen from the page: `/`, `./`, `../`, or a path
 */
export function layoutOf(base: string, current: PagePath): Record<string, string> {
  const link = ({ path, name }: (typeof PAGES)[number]): string =>
    `<a href="${escaped(path === 'guides/' ? `${base}guides/index.html` : base + path)}"${path === current ? ' aria-current="page"' : ''}>${name}</a>`;
  return {
    base,
    masthead: `<header class="masthead"><a class="wordmark" href="${escaped(base)}">${MARK}mixpay-button</a><nav aria-label="Site">${PAGES.map(link).join('')}</nav></header>`,
  };
}
