import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { buttonWords } from '../../src/element/locales/button/en.js';
import { bestMatch, LANGUAGES } from '../../src/element/locales/index.js';
import { paymentWords } from '../../src/element/locales/payment/en.js';

type WordPart = 'button' | 'payment';

const ENGLISH: Record<WordPart, Record<string, string>> = { button: buttonWords, payment: paymentWords };
const PARTS = ['button', 'payment'] as const;

/** What a file of words may weigh as it is sent, in bytes. */
const AT_MOST = { button: { latin: 250, other: 320 }, payment: { latin: 1300, other: 1900 } };

const fileOf = (part: WordPart, tag: string) => new URL(`../../src/element/locales/${part}/${tag}.ts`, import.meta.url);
const placeholders = (text: string): string => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();

/** The texts of one file by the key that stands before each: a list says nothing of itself. */
function readWords(part: WordPart, tag: string): [key: string, text: string][] {
  const source = readFileSync(fileOf(part, tag), 'utf8');
  return [...source.matchAll(/\/\* (\w+) \*\/\s+'((?:[^'\\]|\\.)*)',/g)].map(([, key = '', text = '']) => [key, text]);
}

async function importWords(part: WordPart, tag: string): Promise<readonly string[]> {
  return ((await import(fileOf(part, tag).href)) as { default: readonly string[] }).default;
}

/** Rules of a language's typesetting that a program can check. Each finds what breaks it. */
const TYPESETTING: [what: string, languages: RegExp, breach: RegExp][] = [
  ['typographic quotation marks and apostrophes', /./, /['"`]/],
  ['an ellipsis of one character', /./, /\.\.\./],
  ['no doubled, leading or trailing blanks', /./, /^\s|\s$|[ \u00a0\u202f]{2}/],
  ['a no-break space before a colon', /^fr/, /[^\u00a0]:/],
  ['a narrow no-break space before ; ! ?', /^fr$/, /[^\u202f][;!?]/],
  ['an opening mark for each question and exclamation', /^(es|es-mx)$/, /^[^¿]*\?|^[^¡]*!/],
  ['full-width punctuation', /^(ja|zh)/, /[,;:!?()](?![\w/])|\.$/],
  ['no ASCII comma, semicolon or question mark', /^(ar|fa|ur)$/, /[,;?]/],
  ['a Greek question mark', /^el$/, /\?/],
];

describe('the words of each language', () => {
  for (const tag of LANGUAGES) {
    describe(tag, () => {
      for (const part of PARTS) {
        it(`${part}: every text, in its place, with the same things to fill in`, async () => {
          const words = readWords(part, tag);
          const english = Object.entries(ENGLISH[part]);
          expect(words.map(([key]) => key)).to.deep.equal(english.map(([key]) => key));
          expect(await importWords(part, tag)).to.deep.equal(words.map(([, text]) => text));
          words.forEach(([key, text], index) => {
            expect(text.trim(), key).not.to.equal('');
            expect(placeholders(text), key).to.equal(placeholders(english[index]?.[1] ?? ''));
          });
        });

        it(`${part}: set as that language is set`, () => {
          for (const [what, languages, breach] of TYPESETTING) {
            if (!languages.test(tag)) continue;
            for (const [key, text] of readWords(part, tag)) expect(text.replace(/\{\w+\}/g, 'x'), `${key}: ${what}`).not.to.match(breach);
          }
        });

        it(`${part}: nothing left in English`, () => {
          const left = readWords(part, tag).filter(([key, text]) => text === ENGLISH[part][key] && /\w{4}.* /.test(text));
          expect(left).to.deep.equal([]);
        });

        it(`${part}: small enough to be fetched by a phone`, async () => {
          const sent = JSON.stringify(await importWords(part, tag));
          const { script } = new Intl.Locale(tag).maximize();
          expect(brotliCompressSync(sent).length).to.be.at.most(AT_MOST[part][script === 'Latn' ? 'latin' : 'other']);
        });
      }
    });
  }

  it('are in one file each for button and payment, and no others lie there', () => {
    for (const part of PARTS) {
      const files = readdirSync(new URL('.', fileOf(part, 'en'))).map((file) => file.replace(/\.ts$/, ''));
      expect(files.sort()).to.deep.equal(['en', ...LANGUAGES].sort());
    }
  });

  it('are there for at least fifty languages and regions, English among them', () => {
    expect(LANGUAGES.length + 1).to.be.at.least(50);
  });
});

describe('the language that fits best', () => {
  for (const [asked, found] of [
    ['de', 'de'],
    ['de-AT', 'de'],
    ['fr-CA', 'fr-ca'],
    ['fr-BE', 'fr'],
    ['es', 'es'],
    ['es-ES', 'es'],
    ['es-MX', 'es-mx'],
    ['es-419', 'es-mx'],
    ['es-AR', 'es-mx'],
    ['pt', 'pt-br'],
    ['pt-BR', 'pt-br'],
    ['pt-PT', 'pt-pt'],
    ['pt-AO', 'pt-pt'],
    ['zh', 'zh-hans'],
    ['zh-CN', 'zh-hans'],
    ['zh-SG', 'zh-hans'],
    ['zh-TW', 'zh-hant'],
    ['zh-Hant', 'zh-hant'],
    ['zh-HK', 'zh-hk'],
    ['zh-MO', 'zh-hant'],
    ['zh-Hans-HK', 'zh-hans'],
    ['sr', 'sr'],
    ['sr-Latn-RS', 'sr-latn'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['tl', 'fil'],
    ['in', 'id'],
    ['tlh', undefined],
    ['mi', undefined],
  ] as const) {
    it(`of ${asked} is ${found ?? 'English'}`, () => {
      expect(bestMatch(asked)).to.equal(found);
    });
  }
});
