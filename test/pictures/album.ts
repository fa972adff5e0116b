import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { compare, type Change } from './compare.js';
import { drawSheet, encode, type Sheet } from './sheet.js';

const EXPECTED = fileURLToPath(new URL('./expected/', import.meta.url));
const MADE_WITH = join(EXPECTED, 'made-with.json');
/** Ignored by Git. */
const OUTPUT = fileURLToPath(new URL('../../.test-output/pictures/', import.meta.url));

/** The pictures in the repository: how the element is to look. */
export const album = {
  /** The browser they were made with, such as "Chrome/156.0.8078.79". */
  madeWith(): string {
    return existsSync(MADE_WITH) ? (JSON.parse(readFileSync(MADE_WITH, 'utf8')) as { browser: string }).browser : 'no browser';
  },

  /** What differs in a sheet beyond what may. Then what was found, and where, is written beside. */
  changesOf(sheet: Sheet): Change[] {
    const [actual, diff] = ['actual', 'diff'].map((kind) => join(OUTPUT, `${sheet.name}.${kind}.png`)) as [string, string];
    for (const file of [actual, diff]) rmSync(file, { force: true });
    const { changes, drawing } = compare(read(sheet.name), sheet);
    if (changes.length === 0) return [];
    mkdirSync(OUTPUT, { recursive: true });
    writeFileSync(actual, encode(drawSheet(sheet)));
    if (drawing !== undefined) writeFileSync(diff, encode(drawing));
    return changes;
  },

  /** Keeps a sheet from now on; one that looks as before stays as it is, byte by byte. @returns whether it is another */
  keep(sheet: Sheet): boolean {
    if (compare(read(sheet.name), sheet).changes.length === 0) return false;
    mkdirSync(EXPECTED, { recursive: true });
    writeFileSync(fileOf(sheet.name), encode(drawSheet(sheet)));
    return true;
  },

  keepBrowser(browser: string): void {
    writeFileSync(MADE_WITH, `${JSON.stringify({ browser }, undefined, 2)}\n`);
  },

  /** Names of sheets that are in the folder and not among these. */
  strangers(names: readonly string[]): string[] {
    const files = existsSync(EXPECTED) ? readdirSync(EXPECTED) : [];
    return files.flatMap((file) => (file.endsWith('.png') && !names.includes(file.slice(0, -4)) ? [file.slice(0, -4)] : []));
  },

  remove(name: string): void {
    rmSync(fileOf(name));
  },
};

function fileOf(name: string): string {
  return join(EXPECTED, `${name}.png`);
}

function read(name: string): PNG | undefined {
  return existsSync(fileOf(name)) ? PNG.sync.read(readFileSync(fileOf(name))) : undefined;
}
