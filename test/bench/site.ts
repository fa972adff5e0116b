import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../demo/site/build.js';
import { StaticHost } from '../e2e/static-host.js';
import { auditPage, SITE_PAGES } from '../helpers/audit-page.js';
import { openBrowser } from '../helpers/open-browser.js';
import { count, milliseconds, type Table } from './report.js';
import { median } from './stats.js';

const ROUNDS = 3;

/** Lighthouse's mark for speed, of each kind of page. */
export async function measureSite(quick: boolean): Promise<Table[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-bench-site-'));
  const [browser] = await Promise.all([openBrowser(), buildSite(folder)]);
  const host = await StaticHost.start(folder, '/');
  try {
    const rows: Table['rows'] = [];
    for (const path of quick ? SITE_PAGES.slice(0, 1) : SITE_PAGES) {
      for (const form of ['phone', 'desktop'] as const) {
        const rounds: { score: number; blocked: number; painted: number }[] = [];
        for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
          const { scores, audits } = await auditPage(browser, host.url + path, form, ['performance']);
          const read = (name: string): number => audits[name]?.numericValue ?? Number.NaN;
          rounds.push({
            score: scores['performance'] ?? Number.NaN,
            blocked: read('total-blocking-time'),
            painted: read('largest-contentful-paint'),
          });
        }
        const middle = (of: 'score' | 'blocked' | 'painted') => median(rounds.map((round) => round[of]));
        rows.push([`/${path} on a ${form}`, count(middle('score')), milliseconds(middle('painted')), milliseconds(middle('blocked'))]);
      }
    }
    return [
      {
        title: 'The demo site',
        notes: [
          `Lighthouse with its simulated network and processor, the static files on a host without compression; the middle of ${ROUNDS} rounds. ` +
            'The mark falls on a busy machine: compare with an idle one. 95 is wanted.',
        ],
        head: ['page', 'performance', 'largest paint', 'blocked'],
        rows,
      },
    ];
  } finally {
    await browser.close();
    await host.stop();
    await rm(folder, { recursive: true });
  }
}
