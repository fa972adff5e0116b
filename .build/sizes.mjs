import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { firstLoadWithoutLit } from './cdn.mjs';

/**
 * Prints the sizes of the files as they are served (minified, brotli -11), and says whether what is loaded together is
 * within the `budgets` of package.json. What is loaded together is told by the imports in the files, so that no new chunk
 * can hide.
 */
export async function reportSizes(files) {
  const { budgets } = JSON.parse(readFileSync('package.json', 'utf8'));
  const words = files.filter(({ modules }) => modules.length > 0 && modules.every((id) => /\/locales\/\w+\//.test(id)));
  for (const { fileName, path } of files.filter((file) => !words.includes(file))) print(fileName, brotli(readFileSync(path)));
  print(`largest of ${words.length} files of words`, Math.max(...words.map(({ path }) => brotli(readFileSync(path)))));
  const entry = named(files, /^mixpay-button\.js$/);
  const parts = [entry, named(files, /\.payment-/)];
  const measured = {
    'first load of mixpay-button.js': sum(together([entry], files)),
    'first load of the npm import, Lit aside': brotli(await firstLoadWithoutLit()),
    'all that a QR payment loads': sum(together(parts, files)),
    'mixpay-button.all.js': sum([named(files, /^mixpay-button\.all\.js$/)]),
  };
  const exceeded = Object.entries(measured).filter(([what, size]) => {
    print(what, size);
    return size > budgets[what];
  });
  for (const [what, size] of exceeded) console.error(`${what}: ${size} bytes with brotli, but its budget is ${budgets[what]}`);
  return exceeded.length === 0;
}

function named(files, pattern) {
  const file = files.find(({ fileName }) => pattern.test(fileName));
  if (file === undefined) throw new Error(`expected a file like ${pattern} among ${files.map(({ fileName }) => fileName).join(', ')}`);
  return file;
}

/** Files with all that they import, other than when needed. */
function together(entries, files, seen = new Set()) {
  for (const file of entries.filter((entry) => !seen.has(entry))) {
    seen.add(file);
    together(
      file.imports.map((name) => files.find(({ fileName }) => fileName === name)),
      files,
      seen,
    );
  }
  return [...seen];
}

function sum(files) {
  return files.reduce((total, { path }) => total + brotli(readFileSync(path)), 0);
}

/** Node's default quality is 11, the highest. */
function brotli(content) {
  return brotliCompressSync(content).length;
}

function print(name, size) {
  console.log(name.padEnd(44) + String(size).padStart(10));
}
