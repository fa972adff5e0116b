import type {} from './page/weigh.js';
import { BenchBrowser, type OpenPage } from './browser.js';
import { provideDist } from '../helpers/provide-dist.js';
import { count, milliseconds, times, type Table } from './report.js';
import { interleaved, median } from './stats.js';

interface Contestant {
  tag: string;
  script: string;
}

const OURS: Contestant = { tag: 'mixpay-button', script: '/cdn/mixpay-button.js' };
const BARE: Contestant = { tag: 'bare-button', script: '/bare-lit.js' };

const scripts = (...sources: string[]): string => sources.map((source) => `<script type="module" src="${source}"></script>`).join('');

/** What buttons that nobody presses cost, beside as many bare Lit buttons. */
export async function measureWeight(quick: boolean): Promise<Table[]> {
  provideDist();
  const title = 'Weight of an idle button';
  const browser = await BenchBrowser.open();
  if (browser === undefined) return [{ title, notes: ['Left out: no Chromium is installed.'], head: ['what'], rows: [] }];
  const amount = quick ? 100 : 1000;
  try {
    const { upgrade, removal } = await weigh(browser, amount, quick ? 3 : 12);
    const idle = await interleaved(
      quick ? 1 : 5,
      [OURS, BARE].map((contestant) => () => idleCost(browser, contestant, amount)),
    );
    const row = (what: string, [ours, bare]: Pair, unit: (value: number) => Table['rows'][number][number]) => [
      what,
      unit(ours),
      unit(bare),
      times(ours, bare),
    ];
    const medians = (read: (cost: IdleCost) => number): Pair => pair(idle.map((costs) => median(costs.map(read))));
    return [
      {
        title,
        notes: [
          `${amount} of \`<mixpay-button>\` with an item and a price beside ${amount} Lit buttons with one property and one listener, both from the minified bundle with Lit in it; taken from a template into one page by turns.`,
          'Memory is what V8, and the document, hold after forced collection, less what they held before; listeners are those on window and document.',
        ],
        head: ['what', 'ours', 'bare Lit button', 'ratio'],
        rows: [
          row(`${amount} upgrades, rendered`, upgrade, milliseconds),
          row(`${amount} removals`, removal, milliseconds),
          row(
            'memory of one, V8, bytes',
            medians((cost) => cost.memory / amount),
            count,
          ),
          row(
            'memory of one with its DOM, bytes',
            medians((cost) => (cost.memory + cost.document) / amount),
            count,
          ),
          row(
            `listeners for ${amount}`,
            medians((cost) => cost.listeners),
            count,
          ),
        ],
      },
    ];
  } finally {
    await browser.close();
  }
}

type Pair = [ours: number, bare: number];
const pair = ([ours = NaN, bare = NaN]: number[]): Pair => [ours, bare];

async function weigh(browser: BenchBrowser, amount: number, rounds: number): Promise<Record<'upgrade' | 'removal', Pair>> {
  const opened = await browser.visit(scripts(OURS.script, BARE.script, '/weigh.js'));
  const once = ({ tag }: Contestant) => opened.page.evaluate(([name, many]) => window.scales.weigh(name, many), [tag, amount] as const);
  // What is compiled and cached once is no cost of the thousandth.
  for (const contestant of [OURS, BARE, OURS, BARE]) await once(contestant);
  const weighings = await interleaved(
    rounds,
    [OURS, BARE].map((contestant) => () => once(contestant)),
  );
  await opened.close();
  return {
    upgrade: pair(weighings.map((each) => median(each.map(({ upgrade }) => upgrade)))),
    removal: pair(weighings.map((each) => median(each.map(({ removal }) => removal)))),
  };
}

interface IdleCost {
  /** Bytes. */
  memory: number;
  /** Bytes. */
  document: number;
  listeners: number;
}

async function idleCost(browser: BenchBrowser, { tag, script }: Contestant, amount: number): Promise<IdleCost> {
  const opened = await browser.visit(scripts(script, '/weigh.js'));
  const mount = (many: number) => opened.page.evaluate(([name, number]) => window.scales.mount(name, number), [tag, many] as const);
  await mount(20);
  await opened.page.evaluate(() => window.scales.unmount());
  const [before, listening] = [await heap(opened), await listeners(opened)];
  await mount(amount);
  await opened.page.waitForLoadState('networkidle');
  const after = await heap(opened);
  const added = (await listeners(opened)) - listening;
  await opened.close();
  return { memory: after.memory - before.memory, document: after.document - before.document, listeners: added };
}

/** What is in use once everything that can be collected has been. */
async function heap({ cdp }: OpenPage): Promise<Pick<IdleCost, 'memory' | 'document'>> {
  for (let round = 0; round < 4; round++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = await cdp.send('Runtime.getHeapUsage');
  return { memory: usedSize, document: embedderHeapUsedSize };
}

/** How many listen on window and document. */
async function listeners({ cdp }: OpenPage): Promise<number> {
  let total = 0;
  for (const expression of ['window', 'document']) {
    const { result } = await cdp.send('Runtime.evaluate', { expression });
    const found = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
    total += found.listeners.length;
  }
  return total;
}
