import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/**
 * Prints the sizes of the script-tag files, then those of all that a tag loads at first, and says whether these are
 * within the `budgets` of package.json (bytes with gzip, by the name of the file in the tag).
 */
export function reportSizes(files) {
  const { budgets } = JSON.parse(readFileSync('package.json', 'utf8'));
  print('file', { minified: 'minified', gzip: 'gzip', brotli: 'brotli' });
  for (const file of files) print(file.fileName, measure([file]));
  return Object.entries(budgets).every(([name, budget]) => {
    const file = files.find(({ fileName }) => fileName === name);
    if (file === undefined) throw new Error(`package.json has a budget for ${name}, which is not built`);
    const sizes = measure(atOnce(file, files));
    print(`first load of ${name}`, sizes);
    if (sizes.gzip > budget) console.error(`${name}: ${sizes.gzip} bytes with gzip, but its budget is ${budget}`);
    return sizes.gzip <= budget;
  });
}

/** A file and all that it imports, other than when needed. */
function atOnce(file, files, seen = new Set()) {
  seen.add(file);
  for (const name of file.imports) {
    const imported = files.find(({ fileName }) => fileName === name);
    if (imported !== undefined && !seen.has(imported)) atOnce(imported, files, seen);
  }
  return [...seen];
}

function measure(files) {
  const sum = (size) => files.reduce((total, { path }) => total + size(readFileSync(path)), 0);
  return {
    minified: sum((content) => content.length),
    gzip: sum((content) => gzipSync(content, { level: 9 }).length),
    brotli: sum((content) => brotliCompressSync(content).length),
  };
}

function print(name, { minified, gzip, brotli }) {
  console.log(name.padEnd(44) + [minified, gzip, brotli].map((size) => String(size).padStart(10)).join(''));
}
