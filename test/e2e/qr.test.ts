import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { Payer } from './payer.js';
import { StartedDemo } from './start-demo.js';

const VIEWPORTS = [
  { name: 'a desktop', width: 1280, height: 900 },
  { name: 'a laptop at 150 %', width: 853, height: 560 },
  { name: 'a phone', width: 360, height: 640 },
  { name: 'a watch’s width', width: 232, height: 640 },
];

describe('the QR code on any screen', () => {
  let browser: Browser;
  let demo: StartedDemo;
  let payer: Payer;
  let link: string;
  before(async () => {
    [browser, demo] = await Promise.all([openBrowser(), StartedDemo.start()]);
    payer = await Payer.arrive(browser, demo.origin);
    await payer.press('coffee');
    link = await payer.scan('coffee');
  });
  after(() => Promise.all([browser.close(), demo.stop()]));

  for (const { name, width, height } of VIEWPORTS) {
    it(`is read from ${name}: in light and dark, at any pixel ratio and zoom, in whole pixels`, async () => {
      const unread: string[] = [];
      for (const scheme of ['light', 'dark']) {
        await payer.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        for (const deviceScaleFactor of [1, 1.5, 2]) {
          await payer.page.setViewport({ width, height, deviceScaleFactor });
          for (const zoom of [0.8, 1.25]) {
            const { modules, size } = await payer.looksAtCode('coffee', zoom);
            const what = `${scheme} ×${deviceScaleFactor} zoom ${zoom}: ${modules} pixels a module, ${size} px`;
            if (Math.abs(modules - Math.round(modules)) > 0.01) unread.push(what);
            if ((await payer.scan('coffee').catch(String)) !== link) unread.push(what);
          }
        }
      }
      expect(unread).to.deep.equal([]);
    });
  }
});
