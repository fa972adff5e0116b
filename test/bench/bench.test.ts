import { before, describe, it } from 'node:test';
import { expect } from 'chai';
import { findBrowser } from '../helpers/browsers.js';
import { provideDist } from '../helpers/provide-dist.js';
import { measure, PARTS, readParts, type PartName } from './parts.js';
import { toMarkdown, type Table } from './report.js';
import { interleaved, median, quantile } from './stats.js';

/** The first words of the rows that a table must have. */
const ROWS: Partial<Record<PartName, string[]>> = {
  server: ['status that needs no call', 'create asked again', 'one read of the store, nothing else'],
  ...(findBrowser('chromium') === undefined
    ? {}
    : {
        sizes: [
          'ours: first load of the script tag',
          'ours: all that a QR payment loads',
          'ours: npm import, without Lit',
          'ours: `mixpay-button.all.js`',
          'ours: server handler, for Node',
          'bare Lit button',
        ],
        weight: ['100 upgrades, rendered', '100 removals', 'memory of one, V8, bytes', 'listeners for 100'],
        payment: ['cold: pressed by a script', 'hovered 300 ms'],
      }),
};

describe('npm run bench --quick', () => {
  before(() => provideDist());

  for (const [part, names] of Object.entries(ROWS) as [PartName, string[]][]) {
    it(`${part}: has its rows, and a number in each`, async () => {
      const tables = await measure(part, true);
      expect(tables.flatMap(({ rows }) => rows.map(([first]) => first))).to.include.members(names);
      for (const { head, rows } of tables) {
        for (const row of rows) {
          expect(row).to.have.lengthOf(head.length);
          expect(numbersIn([row])).not.to.be.empty;
        }
      }
      for (const value of tables.flatMap(({ rows }) => numbersIn(rows)))
        expect(value).to.satisfy((each: number) => each >= 0 && each < Infinity);
    });
  }

  it('takes the words it knows, and names them where another is given', () => {
    expect(readParts([])).to.deep.equal(Object.keys(PARTS));
    expect(readParts(['server', 'sizes'])).to.deep.equal(['sizes', 'server']);
    expect(() => readParts(['speed'])).to.throw(/expected sizes, weight, .*received "speed"/);
  });
});

function numbersIn(rows: Table['rows']): number[] {
  return rows.flat().flatMap((cell) => (typeof cell === 'string' ? [] : [cell.value]));
}

describe('how the bench calculates', () => {
  it('quantiles lie between neighbours', () => {
    expect([median([3, 1, 2]), median([4, 1]), quantile([0, 10], 0.25), quantile([5], 0.99)]).to.deep.equal([2, 2.5, 2.5, 5]);
    expect(() => median([])).to.throw(/at least one/);
  });

  it('contestants are measured by turns, each round beginning with another', async () => {
    const order: string[] = [];
    const say = (name: string) => () => Promise.resolve(order.push(name));
    await interleaved(3, [say('a'), say('b')]);
    expect(order.join('')).to.equal('abbaab');
  });

  it('a report is a Markdown table, with thousands, units and a dash for what cannot be divided', () => {
    const rows = [['x', { value: 1234.5, unit: ' ms' }, '–']];
    expect(toMarkdown([{ title: 'T', notes: ['n'], head: ['a', 'b', 'c'], rows }])).to.equal(
      '## T\n\nn\n\n| a | b | c |\n| --- | ---: | ---: |\n| x | 1,235 ms | – |',
    );
  });
});
