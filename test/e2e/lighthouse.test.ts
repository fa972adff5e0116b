import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { buildSite } from '../../demo/site/build.js';
import { auditPage, SITE_PAGES } from '../helpers/audit-page.js';
import { findBrowser } from '../helpers/browsers.js';
import { openBrowser } from '../helpers/open-browser.js';
import { runs } from '../helpers/seed.js';
import { provideTool } from '../tools/provide-tool.js';
import { StaticHost } from './static-host.js';

/** Of the performance audits those that come out alike on a busy and on an idle machine, and whatever the host does. */
const WHATEVER_THE_MACHINE = [
  'cumulative-layout-shift',
  'dom-size',
  'duplicated-javascript',
  'efficient-animated-content',
  'legacy-javascript',
  'modern-image-formats',
  'no-document-write',
  'offscreen-images',
  'total-byte-weight',
  'unminified-css',
  'unminified-javascript',
  'unsized-images',
  'unused-css-rules',
  'uses-optimized-images',
  'uses-responsive-images',
];

/** All that a page loads at first, uncompressed, as this host sends it. */
const MOST_BYTES = 600_000;

let browser: Browser;
let folder: string;
let host: StaticHost;

// Lighthouse speaks to Chromium alone.
if (findBrowser('chromium') === undefined) console.log('Chromium is not installed, so Lighthouse does not look at the site.');
else
  describe('the site, as Lighthouse sees it', () => {
    before(async () => {
      // Installed before anything is served.
      provideTool('lighthouse');
      folder = await mkdtemp(join(tmpdir(), 'mixpay-lighthouse-'));
      [browser] = await Promise.all([openBrowser(), buildSite(folder)]);
      host = await StaticHost.start(folder, '/some/sub/path/');
    });
    after(async () => {
      await browser.close();
      await host.stop();
      await rm(folder, { recursive: true });
    });

    // The first page in every run, the others where all checks run.
    for (const path of SITE_PAGES.slice(0, runs(SITE_PAGES.length, 1))) {
      it(`/${path} has full marks on a phone, and nothing that makes it slow on any machine`, async (test) => {
        const { scores, audits } = await auditPage(browser, host.url + path, 'phone', [
          'performance',
          'accessibility',
          'best-practices',
          'seo',
        ]);
        const { performance, ...marks } = scores;
        // It hangs on how busy this machine is: `npm run bench site` measures it.
        test.diagnostic(`performance: ${performance ?? 'none'}`);
        expect(marks).to.deep.equal({ accessibility: 100, 'best-practices': 100, seo: 100 });
        const faults = WHATEVER_THE_MACHINE.filter((name) => {
          const audit = audits[name];
          if (audit === undefined) throw new Error(`expected Lighthouse to have an audit "${name}"`);
          return audit.score !== null && audit.score < 1;
        });
        expect(faults).to.deep.equal([]);
        expect(audits['total-byte-weight']?.numericValue).to.be.within(1, MOST_BYTES);
      });

      it(`/${path} has full marks on a desktop`, async () => {
        const { scores } = await auditPage(browser, host.url + path, 'desktop', ['accessibility', 'best-practices', 'seo']);
        expect(scores).to.deep.equal({ accessibility: 100, 'best-practices': 100, seo: 100 });
      });
    }
  });
