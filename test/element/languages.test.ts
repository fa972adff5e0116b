import { expect } from '@open-wc/testing';
import { setWords } from '../../src/index.js';
import { loadLanguage } from '../../src/element/button/language.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { created, told } from '../helpers/fake-endpoint.js';
import { dialogOpens, inside, label, mountButton, openShop, ORDER, press, shows, words } from './helpers/mount-button.js';

describe('in the payer’s language', () => {
  it('a locale is spoken when its words have arrived', async () => {
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
  it('until its words have arrived, the price stands alone', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'sv' });
    expect(label(button)).to.match(/^10,00.US\$$|^\$10\.00$/);
    await shows(button, () => label(button).startsWith('Betala'), 'Swedish');
  });
  it('words that take longer than a second are English meanwhile', async () => {
    const { clock } = openShop();
    const button = await mountButton({ ...ORDER, locale: 'fi' });
    const advanced = clock.advance(1000);
    await shows(button, () => label(button) === 'Pay $10.00' || label(button).startsWith('Maksa'), 'words');
    await advanced;
    await shows(button, () => label(button).startsWith('Maksa'), 'Finnish');
  });
  it('a tag as operating systems write it is understood', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'pt_BR' });
    await shows(button, () => label(button).startsWith('Pagar'), 'Portuguese');
    expect(label(button)).to.contain('US$');
  });
  it('a language without words of ours is English, numbers too', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, locale: 'tlh' });
    await shows(button, () => label(button) === 'Pay $10.00', 'English');
    expect(await loadLanguage('tlh', new FakeClock())).to.equal(false);
  });
  it('an invalid tag breaks nothing', async () => {
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
  it('numbers are written as in that language', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('confirming', { confirmations: 1, requiredConfirms: 3 }));
    const button = await mountButton({ ...ORDER, locale: 'ar-EG' });
    press(button);
    await dialogOpens(button);
    await shop.clock.advance(3000);
    await shows(button, () => /١.*٣/.test(words(button, 'progress')), 'Arabic digits');
  });
  it('a page may say anything in its own words, for a language or a region of it', async () => {
    openShop();
    setWords('en', { payAmount: 'Give {amount}' });
    setWords('en-GB', { payAmount: 'Hand over {amount}' });
    expect(label(await mountButton({ ...ORDER, locale: 'en-US' }))).to.equal('Give $10.00');
    expect(label(await mountButton({ ...ORDER, locale: 'en-GB' }))).to.equal('Hand over US$10.00');
    expect(label(await mountButton({ ...ORDER, locale: 'en', verb: 'tip' }))).to.equal('Tip $10.00');
    setWords('en', { payAmount: 'Pay {amount}' });
    setWords('en-GB', { payAmount: 'Pay {amount}' });
  });
});
