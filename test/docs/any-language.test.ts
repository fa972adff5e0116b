import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ORDER_FIELDS } from '../../src/core/order.js';
import { PAYMENT_STATUSES } from '../../src/core/mixpay.js';
import { PAYMENT_FIELDS } from '../../src/core/payment.js';
import { codesOf, guide, readSnippets, readTable, readTables, ROOT, type Table } from './read-docs.js';
import { namesOf } from './read-types.js';
import { recordExchange } from './record-exchange.js';

const GUIDE = guide('any-language');
const SERVERS = `${ROOT}demo/servers/`;

/** The endpoints in other languages: beside them are those in TypeScript. */
const files = readdirSync(SERVERS).filter((file) => file.startsWith('mixpay.'));

/** The guide's tables of fields, in their order: of the body, of the answer, of a status. */
function readFields(): [Table, Table, Table] {
  const [body, answer, status, ...more] = readTables(GUIDE, 'field');
  if (body === undefined || answer === undefined || status === undefined || more.length > 0) throw new Error('expected three tables');
  return [body, answer, status];
}

/** Every refusal a file makes, as `404 not_found`, whatever its language's way of making one. */
function readRefusals(file: string): string[] {
  const code = readFileSync(SERVERS + file, 'utf8');
  return [...code.matchAll(/(?:Refusal(?:\.new)?[({]|\{)(\d{3}), ["']([a-z_]+)["']/g)].map(
    ([, status, word]) => `${status ?? ''} ${word ?? ''}`,
  );
}

describe('the guide to an endpoint in any language', () => {
  it('has every field a page sends, every field of an answer and of a status, and no other', () => {
    const [body, answer, status] = readFields().map((table) => codesOf(table));
    expect(body).to.have.members(ORDER_FIELDS);
    expect(answer).to.have.members(namesOf('src/core/wire.ts', 'CreatedPayment'));
    expect(status).to.have.members([...PAYMENT_FIELDS, 'now']);
  });

  it('has every word of a status', () => {
    expect(codesOf(readTable(GUIDE, 'word'))).to.have.members([...PAYMENT_STATUSES]);
  });

  it('has every refusal the files make, and none that no file makes', () => {
    const told = readTable(GUIDE, 'status', '`code`').rows.map(([status = '', code = '']) => `${status} ${code.replaceAll('`', '')}`);
    const made = files.map(readRefusals);
    for (const refusals of made) expect(told).to.include.members(refusals);
    // Chosen by a table of MixPay's codes, so not written beside their status.
    const chosen = ['422 price_too_low', '422 price_too_high', '502 mixpay_refused'];
    expect(told).to.have.members([...new Set([...made.flat(), ...chosen])]);
    for (const refusals of made) expect(new Set(refusals).size).to.be.greaterThan(15);
  });

  it('prints one whole exchange, byte for byte as the handler and the sandbox have it', async () => {
    const recorded = await recordExchange();
    const printed = readSnippets(GUIDE).filter(({ language }) => language === 'http');
    expect(printed.map(({ name }) => name)).to.have.members([...recorded.keys()]);
    for (const { name, code } of printed) expect(code, name).to.equal(recorded.get(name));
  });

  it('names every file, each with the same words for MixPay’s refusals', () => {
    expect(codesOf(readTable(GUIDE, 'file'))).to.have.members(files);
    for (const file of files) {
      const code = readFileSync(SERVERS + file, 'utf8');
      for (const word of ['price_too_low', 'price_too_high', 'mixpay_refused', 'demo/guides/any-language.md'])
        expect(code, file).to.contain(word);
    }
  });
});
