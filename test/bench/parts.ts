import { measureCalls } from './calls.js';
import { measurePayment } from './payment.js';
import type { Table } from './report.js';
import { measureServer } from './server.js';
import { measureSite } from './site.js';
import { measureSizes } from './sizes.js';
import { measureWeight } from './weight.js';

export interface Part {
  about: string;
  /** @param quick fewer rounds, no network: to see that it works, not to rely on */
  measure(quick: boolean): Promise<Table[]>;
}

export const PARTS = {
  sizes: { about: 'what a page, and a server, loads', measure: measureSizes },
  weight: { about: 'what a thousand buttons cost a page that nobody pays on', measure: measureWeight },
  payment: { about: 'from the click to the QR code', measure: measurePayment },
  server: { about: 'requests a second, and the slowest hundredth', measure: measureServer },
  calls: { about: 'calls to MixPay, by watchers and in a flood', measure: measureCalls },
  site: { about: 'the demo site, as Lighthouse marks it', measure: measureSite },
} satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;

const NAMES = Object.keys(PARTS) as PartName[];

/** The parts that are named, or all of them. */
export function readParts(words: readonly string[]): PartName[] {
  for (const word of words) {
    if (!(word in PARTS)) throw new Error(`npm run bench: expected ${NAMES.join(', ')} or --quick, received "${word}"`);
  }
  return NAMES.filter((name) => words.length === 0 || words.includes(name));
}

export function measure(part: PartName, quick: boolean): Promise<Table[]> {
  return PARTS[part].measure(quick);
}
