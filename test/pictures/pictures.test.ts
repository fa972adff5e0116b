import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { findBrowser } from '../helpers/browsers.js';
import { album } from './album.js';
import { SHEETS } from './all-sheets.js';
import { Camera } from './camera.js';
import { differ, isChange } from './compare.js';
import { BUTTON_VIEWS, DIALOG_VIEWS, type View } from './views.js';

/** Other systems draw letters in their own way, and other engines everything. */
if (process.platform === 'linux' && findBrowser('chromium') !== undefined) {
  describe('the element looks as in the pictures', () => {
    let camera: Camera;
    before(async () => {
      camera = await Camera.open();
    });
    after(() => camera.close());

    for (const [name, take] of SHEETS) {
      it(name, async () => {
        let changes = album.changesOf(await take(camera));
        // Taken again: a layer may lie between two pixels at one time; what has changed looks so at any time.
        for (let retake = 0; changes.length > 0 && retake < 2; retake++) {
          await camera.reload();
          changes = album.changesOf(await take(camera));
        }
        if (changes.length === 0) return;
        const list = changes.map(
          ({ panel, pixels }) => `${panel} (${pixels === undefined ? 'new, or of another size' : `${pixels} pixels`})`,
        );
        throw new Error(
          `${name} looks otherwise than test/pictures/expected/${name}.png: ${list.join('; ')}.\n` +
            `See .test-output/pictures/${name}.actual.png, and ${name}.diff.png there for where. ` +
            'If this is meant, run `npm run pictures`, look at what it made, and commit it.\n' +
            `The picture was made with ${album.madeWith()}; this is ${await camera.version()}.`,
        );
      });
    }

    it('and there is no picture of anything else', () => {
      expect(album.strangers([...SHEETS.keys()])).to.deep.equal([]);
    });

    const [desktop] = DIALOG_VIEWS as [View];
    const [light] = BUTTON_VIEWS as [View];
    for (const { what, take, changes } of [
      {
        what: 'a dialog',
        take: (css: string) => camera.dialogIn('open', desktop, css),
        changes: {
          'a line one pixel lower': '.header { translate: 0 1px; }',
          'another shade of blue': 'dialog { --mixpay-accent: #2b4bd2; }',
          'no sign': '[part="outcome-icon"] path { d: none; }',
          'no cross': '.close path { d: none; }',
        },
      },
      {
        what: 'the buttons',
        take: (css: string) => camera.buttonsIn(light, css),
        changes: {
          'another shade of blue': '.brand.small { --background: #2b4bd2; }',
          'no sign on the smallest of them': '.brand.small.failed path { d: none; }',
        },
      },
    ]) {
      it(`and another picture of ${what} is the same, but not with ${Object.keys(changes).join(', or ')}`, async () => {
        const before = await take('');
        const changed = async (css: string): Promise<boolean> => isChange(differ(before, await take(css)).pixels);
        expect(await changed('')).to.equal(false);
        for (const [name, css] of Object.entries(changes)) expect(await changed(css), name).to.equal(true);
      });
    }
  });
} else {
  console.log('No Chromium on Linux: the pictures of the element are not compared.');
}
