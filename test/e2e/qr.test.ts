import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { PNG } from 'pngjs';
import type { Browser, CDPSession } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { runs } from '../helpers/runs.js';
import { Payer } from './payer.js';
import { provideZXing, readWithJsQr, type ReadCode } from './read-code.js';
import { StartedDemo } from './start-demo.js';

const VIEWPORTS = [
  { name: 'a desktop', width: 1280, height: 900 },
  { name: 'a laptop at 150 %', width: 853, height: 560 },
  { name: 'a phone', width: 360, height: 640 },
  { name: 'a watch’s width', width: 232, height: 640 },
];

/** Forced colours are those of a black screen, on which a code would be read as its opposite. */
const THEMES = {
  light: { 'prefers-color-scheme': 'light', 'forced-colors': 'none' },
  dark: { 'prefers-color-scheme': 'dark', 'forced-colors': 'none' },
  'forced colours': { 'prefers-color-scheme': 'dark', 'forced-colors': 'active' },
};

/** Pixels a CSS pixel, and zoom; at 1 and 1 the code in a low window is 180 px. */
const SCREENS = [
  [1, 0.8],
  [1, 1],
  [1, 1.25],
  [1.5, 0.8],
  [1.5, 1.25],
  [2, 0.8],
  [2, 1.25],
] as const;

/** How a screen draws. In a usual run each of them in one theme. */
const DRAWN = Object.entries(THEMES).flatMap(([theme, features], at) =>
  SCREENS.filter((_, index) => runs(true, index % 3 === at)).map(([deviceScaleFactor, zoom]) => ({
    theme,
    features,
    deviceScaleFactor,
    zoom,
  })),
);

describe('the QR code on any screen', () => {
  let browser: Browser;
  let demo: StartedDemo;
  let payer: Payer;
  let session: CDPSession;
  let link: string;
  let readers: Record<string, ReadCode>;
  before(async () => {
    // Before anything is served: an installation holds up this process.
    readers = { jsQR: readWithJsQr, ZXing: await provideZXing() };
    [browser, demo] = await Promise.all([openBrowser(), StartedDemo.start()]);
    payer = await Payer.arrive(browser, demo.origin);
    session = await payer.page.createCDPSession();
    await payer.press('coffee');
    link = await payer.scan('coffee');
  });
  after(() => Promise.all([browser.close(), demo.stop()]));

  /** Who does not read the link in a picture. */
  async function strangersTo(picture: PNG): Promise<string[]> {
    const found = await Promise.all(Object.entries(readers).map(async ([name, read]) => ({ name, text: await read(picture) })));
    return found.flatMap(({ name, text }) => (text === link ? [] : [name]));
  }

  const sizes: number[] = [];
  for (const { name, width, height } of VIEWPORTS) {
    it(`is read by two readers from ${name}: in every theme, at any pixel ratio and zoom, in whole pixels`, async () => {
      const unread: string[] = [];
      for (const { theme, features, deviceScaleFactor, zoom } of DRAWN) {
        const media = Object.entries(features).map(([feature, value]) => ({ name: feature, value }));
        await session.send('Emulation.setEmulatedMedia', { features: media });
        await payer.page.setViewport({ width, height, deviceScaleFactor });
        const { modules, size } = await payer.looksAtCode('coffee', zoom);
        sizes.push(size);
        const what = `${theme} ×${deviceScaleFactor} zoom ${zoom}: ${modules} pixels a module, ${size} px`;
        if (Math.abs(modules - Math.round(modules)) > 0.01) unread.push(what);
        for (const reader of await strangersTo(await payer.screenWithCode('coffee'))) unread.push(`${what}, by ${reader}`);
      }
      expect(unread).to.deep.equal([]);
    });
  }

  it('was as small as 180 px in these, and smaller', () => {
    expect(sizes.length).to.equal(VIEWPORTS.length * DRAWN.length);
    expect(sizes).to.include(180);
    expect(Math.min(...sizes)).to.be.below(180);
  });

  it('would be read by neither if it were light on dark', async () => {
    const picture = await payer.screenWithCode('coffee');
    picture.data.forEach((value, at) => (picture.data[at] = at % 4 === 3 ? value : 255 - value));
    expect(await strangersTo(picture)).to.deep.equal(Object.keys(readers));
  });
});
