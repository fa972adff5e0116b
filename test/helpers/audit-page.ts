import type { Browser, Page } from 'puppeteer-core';
import { importTool } from '../tools/provide-tool.js';

/** What is used of Lighthouse, which is installed by the tests that need it and is not there when types are checked. */
interface LighthouseModule {
  default: (url: string, flags: object, config: object | undefined, page: Page) => Promise<{ lhr: Report } | undefined>;
  desktopConfig: object;
}

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, Audit>;
  runtimeError?: { message: string };
}

interface Audit {
  /** From 0 to 1; null where it does not apply. */
  score: number | null;
  title: string;
  displayValue?: string;
  numericValue?: number;
}

export type Category = 'performance' | 'accessibility' | 'best-practices' | 'seo';

/** The marks of a page, 0 to 100 by category, and the single audits behind them. */
export interface Marks {
  scores: Record<string, number>;
  audits: Record<string, Audit>;
}

/** One page of each kind that the site has. */
export const SITE_PAGES: readonly string[] = ['', 'builder.html', 'scenarios.html', 'guides/server.html'];

/** A page that always has a request under way is looked at all the same. */
const LONGEST_WAIT = 12_000;

/** Has Lighthouse look at a page in Chromium, as on a phone with a slow network, or on a desktop. */
export async function auditPage(
  browser: Browser,
  url: string,
  form: 'phone' | 'desktop',
  onlyCategories: readonly Category[],
): Promise<Marks> {
  const { default: lighthouse, desktopConfig } = await importTool<LighthouseModule>('lighthouse');
  const page = await browser.newPage();
  try {
    const flags = { logLevel: 'error', onlyCategories, maxWaitForLoad: LONGEST_WAIT, disableFullPageScreenshot: true };
    const lhr = (await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined, page))?.lhr;
    if (lhr === undefined || lhr.runtimeError !== undefined)
      throw new Error(`expected Lighthouse to read ${url}, received: ${lhr?.runtimeError?.message ?? 'nothing'}`);
    const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)] as const);
    return { scores: Object.fromEntries(scores), audits: lhr.audits };
  } finally {
    await page.close();
  }
}
