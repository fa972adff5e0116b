/** `npm run bench [part…] [--quick]`: measures side by side, prints the tables, and writes them into .bench/report.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measure, PARTS, readParts } from './parts.js';
import { toMarkdown } from './report.js';

const FOLDER = '.bench';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const words = process.argv.slice(2);
const quick = words.includes('--quick');
const parts = readParts(words.filter((word) => word !== '--quick'));

const pages: string[] = [];
for (const part of parts) {
  console.error(`measuring ${part}: ${PARTS[part].about} …`);
  const page = toMarkdown(await measure(part, quick));
  console.log(`${page}\n`);
  pages.push(page);
}
const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}, ${new Date().toISOString()}`;
const title = quick ? '# Bench (quick: too few rounds to rely on)' : '# Bench';
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/report.md`, `${[title, machine, ...pages].join('\n\n')}\n`);
console.error(`written to ${FOLDER}/report.md`);
