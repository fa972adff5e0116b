// What `size-limit` measures: the files as they are served, compressed by brotli, against the `budgets` of package.json.
import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';
import { FIRST_LOAD_WITHOUT_LIT } from './.build/cdn.mjs';

const FOLDER = 'dist/cdn';
const { budgets } = JSON.parse(readFileSync('package.json', 'utf8'));

const files = {
  'first load of mixpay-button.js': together(['mixpay-button.js']),
  'first load of the npm import, Lit aside': [FIRST_LOAD_WITHOUT_LIT],
  'all that a QR payment loads': together(['mixpay-button.js', chunk('payment')]),
  'mixpay-button.all.js': together(['mixpay-button.all.js']),
};

export default Object.entries(budgets).map(([name, bytes]) => ({ name, path: files[name], limit: `${bytes} B` }));

/** Files with all that they import at once. The imports themselves say so: no new chunk can hide. */
function together(entries) {
  const names = new Set(entries);
  for (const name of names) {
    for (const { source } of parseAst(readFileSync(`${FOLDER}/${name}`, 'utf8')).body)
      if (source) names.add(source.value.replace('./', ''));
  }
  return [...names].map((name) => `${FOLDER}/${name}`);
}

function chunk(name) {
  const found = readdirSync(FOLDER).filter((file) => file.startsWith(`mixpay-button.${name}-`));
  if (found.length !== 1) throw new Error(`expected one chunk ${name} in ${FOLDER}, but found ${found.join(', ') || 'none'}`);
  return found[0];
}
