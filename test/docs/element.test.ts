import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { LANGUAGES } from '../../src/element/locales/index.js';
import { readManifest } from './element-manifest.js';
import { codesIn, codesOf, DOCUMENTS, guide, readDocument, readProse, readTable, ROOT } from './read-docs.js';
import { namesOf, wordsOf } from './read-types.js';

const GUIDE = guide('element');
const manifest = readManifest();
const EVENT_CLASSES: Record<string, string> = {
  'mixpay-request': 'MixPayRequestEvent',
  'mixpay-open': 'MixPayOpenEvent',
  'mixpay-status': 'MixPayStatusEvent',
  'mixpay-success': 'MixPayEndEvent',
  'mixpay-failed': 'MixPayEndEvent',
  'mixpay-close': 'MixPayCloseEvent',
  'mixpay-error': 'MixPayErrorEvent',
};

/** The button dispatches two of them itself; the rest are the payment part's. */
function eventsFile(type: string | undefined): string {
  return `src/element/${type === 'mixpay-request' || type === 'mixpay-error' ? 'button' : 'payment'}/events.ts`;
}

/** The parts that the templates of src/element/ name, and those the class comment does. */
function readParts(): { drawn: string[]; described: string[] } {
  const folders = ['button', 'payment'].map((part) => `${ROOT}src/element/${part}/`);
  const text = folders.flatMap((folder) => readdirSync(folder).map((file) => readFileSync(folder + file, 'utf8'))).join('\n');
  const drawn = [...text.matchAll(/\bpart(?:="|: ')([a-z-]+)["']|\bbutton\('([a-z-]+)'/g)].map(([, part, button]) => part ?? button ?? '');
  const described = [...text.matchAll(/@csspart ([a-z-]+) - (.*)/g)].flatMap(([, name = '', words]) => [name, ...codesIn(words)]);
  return { drawn: [...new Set(drawn)], described };
}

describe('the guide to the element', () => {
  const attributes = readTable(GUIDE, 'attribute', 'property');

  it('has every attribute with its property and default, and no other', () => {
    const documented = attributes.rows.map(([attribute, property, byDefault]) =>
      [attribute, property, byDefault].map((cell) => codesIn(cell)[0] ?? ''),
    );
    const real = manifest.attributes.map(({ name, fieldName, default: value }) => {
      const byDefault = value === 'DEFAULT_CHECKOUT_BASE' ? 'https://mixpay.me/code/' : (value ?? '').replaceAll("'", '');
      return [name, fieldName ?? name, byDefault];
    });
    expect(documented).to.have.deep.members(real);
  });

  it('has the words of mode, verb, variant, size and theme', () => {
    const wordsIn = (attribute: string) => codesIn(attributes.rows.find(([cell]) => cell === `\`${attribute}\``)?.[3]);
    expect(wordsIn('mode')).to.have.members(wordsOf('src/element/button/events.ts', 'RequestedMode'));
    expect(wordsIn('verb')).to.have.members(wordsOf('src/element/button/label.ts', 'Verb'));
    expect(wordsIn('variant')).to.have.members(wordsOf('src/element/button/properties.ts', 'Variant'));
    expect(wordsIn('size')).to.have.members(wordsOf('src/element/button/properties.ts', 'Size'));
    expect(wordsIn('theme')).to.have.members(wordsOf('src/element/button/properties.ts', 'Theme'));
  });

  it('has every language', () => {
    const list = readDocument(GUIDE)
      .split('\n')
      .find((line) => line.startsWith('`en` `'));
    expect(codesIn(list).map((tag) => tag.toLowerCase())).to.deep.equal(['en', ...LANGUAGES]);
  });

  it('has properties that Angular’s directive takes, all three times it names them', () => {
    const directive = readFileSync(`${ROOT}src/element/frameworks/angular.ts`, 'utf8');
    const properties = manifest.attributes.map(({ fieldName, name }) => fieldName ?? name).sort();
    for (const pattern of [/^ {2}declare (\w+): Input<'\1'>/gm, /^ {6}(\w+): \{ alias: '\1'/gm, /^ {6}(\w+): '\1',/gm])
      expect([...directive.matchAll(pattern)].map(([, name]) => name).sort(), String(pattern)).to.deep.equal(properties);
  });

  it('has every method and read-only property, and no other', () => {
    const inherited = ['connectedCallback', 'disconnectedCallback'];
    const real = manifest.members
      .filter((member) => member.privacy === undefined || member.privacy === 'public')
      .filter(({ name, attribute, static: isStatic }) => attribute === undefined && isStatic !== true && !name.startsWith('#'))
      .map(({ kind, name }) => (kind === 'method' ? `${name}()` : name))
      .filter((name) => !inherited.includes(name.replace('()', '')));
    const documented = readTable(GUIDE, 'name', 'what it is').rows.map(([name]) => codesIn(name)[0]);
    expect(documented).to.have.members(real);
  });

  it('has every state of a payment', () => {
    const row = readTable(GUIDE, 'name', 'what it is').rows.find(([name]) => name === '`state`');
    expect(codesIn(row?.[1])).to.have.members(wordsOf('src/core/states.ts', 'CheckoutState'));
  });

  it('has every event with its fields, and no other', () => {
    const { rows } = readTable(GUIDE, 'event', 'fields');
    expect(rows.map(([name]) => codesIn(name)[0])).to.have.members(manifest.events.map(({ name }) => name));
    for (const [name, fields] of rows) {
      // `settled` is what the element itself waits for.
      const real = namesOf(eventsFile(codesIn(name)[0]), EVENT_CLASSES[codesIn(name)[0] ?? ''] ?? '').filter(
        (field) => !['type', 'settled', 'prototype'].includes(field),
      );
      expect(
        codesIn(fields).map((field) => field.replace(/\(.*/, '')),
        name,
      ).to.have.members(real);
    }
  });

  it('has every reason a dialog closes for, and a fallback is taken for', () => {
    const closing = readTable(GUIDE, 'event', 'fields').rows.find(([name]) => name === '`mixpay-close`');
    expect(codesIn(closing?.[2])).to.have.members(wordsOf('src/element/button/events.ts', 'CloseReason'));
    const ladder = readTable(GUIDE, '`mode`', 'what happens')
      .rows.map((row) => row[2])
      .join();
    const reasons = [...ladder.matchAll(/\(`([a-z_]+)`\)/g)].map(([, reason]) => reason);
    expect(reasons).to.have.members(wordsOf('src/element/button/events.ts', 'FallbackReason'));
    expect(codesOf(readTable(GUIDE, '`mode`', 'what happens'))).to.have.members(wordsOf('src/element/button/events.ts', 'RequestedMode'));
  });

  it('has every slot, custom property and state, and no other', () => {
    const slots = readTable(GUIDE, 'slot').rows.map(([name]) => codesIn(name)[0] ?? '');
    expect(slots).to.have.members(manifest.slots.map(({ name }) => name));
    expect(codesOf(readTable(GUIDE, 'custom property'))).to.have.members(manifest.cssProperties.map(({ name }) => name));
    const states = codesOf(readTable(GUIDE, 'state')).map((state) => state.replace(/^:state\((.*)\)$/, '$1'));
    expect(states).to.have.members(manifest.cssStates.map(({ name }) => name));
  });

  it('has every part that is drawn, and no other; so has the class comment', () => {
    const { drawn, described } = readParts();
    expect(codesOf(readTable(GUIDE, 'part', 'what it is')).filter((part) => !part.startsWith('--'))).to.have.members(drawn);
    expect(described).to.have.members(drawn);
  });

  it('names no custom property, event or part that does not exist', () => {
    const text = DOCUMENTS.map(readDocument).join('\n');
    const properties = manifest.cssProperties.map(({ name }) => name);
    for (const [name] of text.matchAll(/--mixpay-[a-z-]*[a-z]/g)) expect(properties).to.include(name);
    const events = manifest.events.map(({ name }) => name);
    for (const [name] of text.matchAll(/(?<![\w/-])mixpay-(?!button)[a-z]+\b(?![.-])/g)) expect(events).to.include(name);
    const { drawn } = readParts();
    for (const [, name] of text.matchAll(/::part\(([a-z-]+)\)/g)) expect(drawn).to.include(name);
  });

  it('names every attribute, property, method and event in the changelog', () => {
    const changelog = codesIn(readProse('CHANGELOG.md').replaceAll('\n', ' ')).map((code) => code.replace(/=.*/, ''));
    const methods = ['pay()', 'click()', 'focus()', 'close()', 'reset()'];
    const properties = ['state', 'payment', 'error', 'checkoutUrl'];
    for (const { name, fieldName = name } of manifest.attributes) expect(changelog).to.include.members([name, fieldName]);
    for (const name of [...methods, ...properties, ...manifest.events.map((event) => event.name)]) expect(changelog).to.include(name);
  });
});
