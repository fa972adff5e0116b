import { expect } from '@open-wc/testing';
import { loadLanguage } from '../../../src/element/button/language.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { runs } from '../../helpers/runs.js';
import { words } from './mount-button.js';
import { open, SITUATIONS } from './situations.js';

/** One engine looks at all of it: what axe finds is in the markup, which is the same in each. */
const LANGUAGES = navigator.userAgent.includes('Chrome') ? ['en', 'ar', 'ja'] : ['ar'];

/** In a usual run a dialog of each direction, in a page of the other one. */
const PAGES = LANGUAGES.flatMap((locale) => [
  { locale, direction: 'ltr' },
  { locale, direction: 'rtl' },
]).filter(({ locale, direction }) => runs(true, locale === 'ar' ? direction === 'ltr' : locale === 'en' && direction === 'rtl'));

/** Axe looks at every situation of the dialog in this theme, in pages of both directions. */
export function describeAccess(theme: 'light' | 'dark'): void {
  describe(`a ${theme} dialog is accessible`, () => {
    after(() => document.documentElement.removeAttribute('dir'));

    for (const situation of Object.keys(SITUATIONS)) {
      it(`in every language and direction when the payment is ${situation}`, async () => {
        for (const { locale, direction } of PAGES) {
          await loadLanguage(locale, new FakeClock());
          document.documentElement.dir = direction;
          const { button, dialog } = await open(situation, { locale, theme });
          expect(dialog.classList.contains(theme)).to.equal(true);
          expect(dialog.lang).to.equal(locale);
          expect(dialog.dir).to.equal(locale === 'ar' ? 'rtl' : 'ltr');
          expect(words(button, 'title')).to.not.equal('');
          await expect(button).to.be.accessible();
          button.remove();
        }
      }).timeout(60_000);
    }
  });
}
