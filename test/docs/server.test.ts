import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ERROR_CODES } from '../../src/core/errors.js';
import { codesIn, codesOf, guide, readProse, readTable, readTables, ROOT, type Table } from './read-docs.js';
import { membersOf, namesOf, wordsOf } from './read-types.js';

const SERVER = guide('server');
const TROUBLE = guide('troubleshooting');
const SANDBOX = guide('sandbox');

/** Every refusal of src/server/ with its HTTP status, as `404 not_found`. */
function readRefusals(): string[] {
  const folder = `${ROOT}src/server/`;
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const code = files.map((file) => readFileSync(folder + file, 'utf8').replace(/^ *(\*|\/\/|\/\*).*$/gm, '')).join('\n');
  const made = [...code.matchAll(/(?:new Refusal|refuse)\(\s*(\d{3}),\s*'([a-z_]+)'|\[(\d{3}), '([a-z_]+)',/g)];
  return [...new Set(made.map(([, status, word, listed, name]) => `${status ?? listed ?? ''} ${word ?? name ?? ''}`))];
}

/** The tables whose first column is options, of the server part and of the sandbox. */
function findTable(tables: Table[], first: string): Table {
  const table = tables.find(({ rows }) => codesIn(rows[0]?.[0]).includes(first));
  if (table === undefined) throw new Error(`expected a table that begins with ${first}`);
  return table;
}

describe('the guide to the server', () => {
  const options = findTable(readTables(SERVER, 'option', 'default'), 'payeeId');

  it('has every option, and no other', () => {
    expect(codesOf(options)).to.have.members(namesOf('src/server/options.ts', 'PaymentHandlerOptions'));
  });

  it('says which options are required, and the defaults of the others', () => {
    for (const { name, optional, defaultText } of membersOf('src/server/options.ts', 'PaymentHandlerOptions')) {
      const cell = options.rows.find(([names]) => codesIn(names).includes(name))?.[1];
      if (!optional) expect(cell, name).to.equal('required');
      else if (defaultText !== undefined && name !== 'uuid') expect(codesIn(cell)[0], name).to.equal(defaultText.replaceAll("'", ''));
      else expect(cell, name).not.to.match(/`|required/);
    }
  });

  it('has every field that order() may return', () => {
    const fields = findTable(readTables(SERVER, 'field', 'what it is'), 'quoteAmount');
    expect(codesOf(fields)).to.include.members(namesOf('src/server/options.ts', 'OrderTerms'));
    const known = [...namesOf('src/server/options.ts', 'OrderTerms'), ...namesOf('src/server/options.ts', 'PaymentHandlerOptions')];
    expect(known).to.include.members(codesOf(fields));
  });

  it('has every error code, and no other', () => {
    expect(codesOf(readTable(TROUBLE, 'code', 'what happened'))).to.have.members([...ERROR_CODES]);
  });

  it('has every refusal of the endpoint with its status, and no other but the shop’s own', () => {
    const documented = readTable(TROUBLE, 'status', '`code`').rows.flatMap(([status = '', codes]) =>
      codesIn(codes).map((code) => `${status} ${code}`),
    );
    const own = ['403 forbidden', '404 order_unknown'];
    // Told beside the 500 of the same name.
    const real = readRefusals().filter((refusal) => refusal !== '503 order_failed');
    expect(documented).to.have.members([...real, ...own]);
  });

  it('has every exception, and no other', () => {
    expect(codesOf(readTable(SERVER, 'kind', 'what happened'))).to.have.members(wordsOf('src/server/record.ts', 'ExceptionKind'));
  });

  it('has every exported store, and the fields of the sweep’s report and of health()', () => {
    const exported = readFileSync(`${ROOT}src/server/index.ts`, 'utf8');
    const stores = [...exported.matchAll(/\b(\w+Store)\b/g)].map(([, name = '']) => name).filter((name) => /^[a-z]/.test(name));
    expect(codesOf(readTable(SERVER, 'store', 'for')).map((code) => code.replace(/\(.*/, ''))).to.include.members(stores);
    const shapes = codesIn(readProse(SERVER) + readProse(guide('more-machines'))).filter((code) => code.startsWith('{'));
    const fieldsOf = (shape: string) => [...shape.replace(/: \{[^}]*\}/g, '').matchAll(/\w+/g)].map(([name]) => name);
    const documented = shapes.map((shape) => fieldsOf(shape).sort().join());
    expect(documented).to.include(namesOf('src/server/sweep.ts', 'SweepReport').sort().join());
    expect(documented).to.include(namesOf('src/server/health.ts', 'Health').sort().join());
    expect(documented).to.include(namesOf('src/core/wire.ts', 'CreatedPayment').sort().join());
  });
});

describe('the guide to the sandbox', () => {
  it('has every option with its default, and no other', () => {
    const options = readTable(SANDBOX, 'option', 'default');
    const members = membersOf('src/sandbox/options.ts', 'SandboxOptions');
    expect(codesOf(options)).to.have.members(members.map(({ name }) => name));
    for (const { name, defaultText = '' } of members) {
      const [told] = codesIn(options.rows.find(([names]) => codesIn(names).includes(name))?.[1]);
      if (told !== undefined) expect(defaultText.replaceAll('`', '').startsWith(told), `${name}: ${defaultText}`).to.equal(true);
    }
  });

  it('has every field of the control route, and no other', () => {
    const fields = readTable(SANDBOX, 'field', 'what it does');
    expect(codesOf(fields)).to.have.members(namesOf('src/sandbox/change.ts', 'PaymentChange'));
  });
});
