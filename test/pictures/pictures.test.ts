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
        const changes = album.changesOf(await take(camera));
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

    const [desktop, , phone] = DIALOG_VIEWS as [View, View, View];
    const [light] = BUTTON_VIEWS as [View];
    for (const [what, change, view] of [
      ['a line that moved by a pixel', '.header { padding-block-end: 11px; } .body { margin-block-start: -1px; }', desktop],
      ['another shade of blue', 'dialog { --mixpay-accent: #2b4bd2; }', desktop],
      ['a sign that is missing', '[part="outcome-icon"] path { d: none; }', phone],
      ['a cross that is missing', '.close path { d: none; }', phone],
    ] as const) {
      it(`which notice ${what} in a dialog`, async () => {
        const before = await camera.dialogIn('open', view);
        expect(isChange(differ(before, await camera.dialogIn('open', view)).pixels), 'without a change').to.equal(false);
        expect(isChange(differ(before, await camera.dialogIn('open', view, change)).pixels), 'with it').to.equal(true);
      });
    }
    for (const [what, change] of [
      ['another shade of blue', '.brand { --background: #2b4bd2; }'],
      ['the smallest sign missing from one button', '.brand.small.failed path { d: none; }'],
    ] as const) {
      it(`which notice ${what} in the table of buttons`, async () => {
        const before = await camera.buttonsIn(light);
        expect(isChange(differ(before, await camera.buttonsIn(light)).pixels), 'without a change').to.equal(false);
        expect(isChange(differ(before, await camera.buttonsIn(light, change)).pixels), 'with it').to.equal(true);
      });
    }
  });
} else {
  console.log('No Chromium on Linux: the pictures of the element are not compared.');
}
