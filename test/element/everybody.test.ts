import { expect } from '@open-wc/testing';
import { loadLanguage } from '../../src/element/button/language.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { words } from './helpers/mount-button.js';
import { open, SITUATIONS } from './helpers/situations.js';

const THEMES = ['light', 'dark'];
const DIRECTIONS = ['ltr', 'rtl'];

/** One engine looks at all of it: what axe finds is in the markup, which is the same in each. */
const LANGUAGES = navigator.userAgent.includes('Chrome') ? ['en', 'ar', 'ja'] : ['ar'];

describe('a dialog is accessible', () => {
  after(() => document.documentElement.removeAttribute('dir'));

  for (const situation of Object.keys(SITUATIONS)) {
    it(`in every language, theme and direction when the payment is ${situation}`, async () => {
      for (const locale of LANGUAGES) {
        // Twice: the button’s words, and with the payment part there the dialog’s.
        await loadLanguage(locale, new FakeClock());
        for (const theme of THEMES) {
          for (const direction of DIRECTIONS) {
            document.documentElement.dir = direction;
            const { button, dialog } = await open(situation, { locale, theme });
            expect(dialog.lang).to.equal(locale);
            expect(dialog.dir).to.equal(locale === 'ar' ? 'rtl' : 'ltr');
            expect(words(button, 'title')).to.not.equal('');
            await expect(button).to.be.accessible();
            button.remove();
          }
        }
      }
    }).timeout(60_000);
  }
});
