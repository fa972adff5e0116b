import { expect } from '@open-wc/testing';
import { en, type Strings } from '../../src/element/locales/en.js';
import { LANGUAGES, loadLanguage } from '../../src/element/button/language.js';
import { created } from '../helpers/fake-endpoint.js';
import { dialogOpens, inside, label, mountButton, openShop, ORDER, press, shows, words } from './helpers/mount-button.js';

const placeholders = (text: string): string => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();

describe('in the payer’s language', () => {
  for (const tag of LANGUAGES) {
    it(`${tag} has every sentence, with the same things to fill in`, async () => {
      const { default: strings } = (await import(`../../src/element/locales/${tag}.ts`)) as { default: Strings };
      expect(Object.keys(strings)).to.deep.equal(Object.keys(en));
      for (const key of Object.keys(en) as (keyof Strings)[]) {
        expect(strings[key].trim(), key).not.to.equal('');
        expect(placeholders(strings[key]), key).to.equal(placeholders(en[key]));
      }
    });
  }
  it('a locale is spoken when its sentences have arrived', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'de-AT' });
    await shows(button, () => label(button).includes('bezahlen'), 'German');
    expect(label(button)).to.match(/10,00.*bezahlen/);
  });
  it('the nearest lang is spoken, through shadow roots', async () => {
    openShop();
    const button = await mountButton(ORDER);
    const host = document.createElement('div');
    host.lang = 'fr';
    host.attachShadow({ mode: 'open' }).append(button);
    document.body.append(host);
    await shows(button, () => label(button).startsWith('Payer'), 'French');
    host.remove();
  });
  it('a language there is none of is English, numbers and all', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'tlh' });
    expect(label(button)).to.equal('Pay $10.00');
    expect(await loadLanguage('tlh')).to.equal(false);
  });
  it('a tag that is none breaks nothing', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: '!!' });
    expect(label(button)).to.equal('Pay $10.00');
  });
  it('the attribute taken away again is as if it had never been there', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'de', mode: 'tab', theme: 'dark' });
    for (const name of ['locale', 'mode', 'theme', 'verb', 'size', 'variant']) button.removeAttribute(name);
    await button.updateComplete;
    expect(label(button)).to.equal('Pay $10.00');
  });
  it('the dialog says its language, so that it is read out in it', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ ...ORDER, locale: 'ja' });
    press(button);
    await dialogOpens(button);
    await shows(button, () => words(button, 'title') === '暗号資産で支払う', 'Japanese');
    expect(inside(button, 'dialog')?.lang).to.equal('ja');
  });
});
