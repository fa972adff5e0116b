import type { Marks } from './page/watch.js';
import { BenchBrowser, type OpenPage } from './browser.js';
import { provideDist } from '../helpers/provide-dist.js';
import { milliseconds, times, type Cell, type Table } from './report.js';
import { median } from './stats.js';

/** How long somebody stays over a button before the click, and on it with a finger. Milliseconds. */
const HOVERED = 300;
const TOUCHED = 100;

type Press = 'script' | 'mouse' | 'finger';

interface Scenario {
  name: string;
  press: Press;
  /** How many times slower the processor is. */
  slower?: number;
  slow4G?: true;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'cold: pressed by a script', press: 'script' },
  { name: `hovered ${HOVERED} ms`, press: 'mouse' },
  { name: `touched ${TOUCHED} ms`, press: 'finger' },
  { name: 'cold, 4× slower CPU', press: 'script', slower: 4 },
  { name: 'hovered, 4× slower CPU', press: 'mouse', slower: 4 },
  { name: 'cold, slow 4G', press: 'script', slow4G: true },
  { name: 'hovered, slow 4G', press: 'mouse', slow4G: true },
];

/** As Chromium's own developer tools define it. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: (1_600_000 / 8) * 0.9, uploadThroughput: (750_000 / 8) * 0.9 };

interface Contestant {
  selector: string;
  /** What is visible at the end. */
  qr: string;
}

const OURS: Contestant = { selector: 'mixpay-button', qr: '[part~="qr-code"]' };
const BARE: Contestant = { selector: '#bare', qr: '#bare-qr' };

const SHOP = `<mixpay-button endpoint="/api/mixpay" mode="qr" order-id="order-1" quote-amount="10" quote-asset-id="usd"></mixpay-button>
<p><button id="bare" type="button">Pay</button></p>
<script type="module" src="/cdn/mixpay-button.js"></script><script type="module" src="/bare-payment.js"></script>`;

/** Milliseconds. */
interface Course {
  untilRequest: number;
  untilQr: number;
  blocked: number;
  busy: number;
}

/** From the click to the request, and from its answer to the QR code, beside a button that has everything at hand. */
export async function measurePayment(quick: boolean): Promise<Table[]> {
  provideDist();
  const browser = await BenchBrowser.open();
  const title = 'From click to QR code';
  if (browser === undefined) return [{ title, notes: ['Left out: no Chromium is installed.'], head: ['what'], rows: [] }];
  try {
    const rows: Cell[][] = [];
    for (const scenario of quick ? SCENARIOS.slice(0, 2) : SCENARIOS) rows.push(...(await rowsOf(browser, scenario, quick ? 1 : 9)));
    return [
      {
        title,
        notes: [
          'A shop’s page with our button from the script tag, and a bare button that posts with `fetch` and draws with a bare QR encoder, both loaded with the page; one press of each in a page of its own, by turns, the medians.',
          'A QR code is there with the first frame that holds it (a frame is 17 ms). Blocked is what single tasks took beyond 50 ms; busy is all the time that the page’s thread worked, from the press to the QR code.',
          'Slow 4G is that of the developer tools: 563 ms a request, 1.4 Mbit/s.',
        ],
        head: ['press', 'what', 'ours', 'bare', 'ratio'],
        rows,
      },
    ];
  } finally {
    await browser.close();
  }
}

async function rowsOf(browser: BenchBrowser, scenario: Scenario, rounds: number): Promise<Cell[][]> {
  const ours: Course[] = [];
  const bare: Course[] = [];
  for (let round = 0; round < rounds; round++) {
    // In a page of its own, because a second press would find everything loaded.
    ours.push(await pay(browser, scenario, OURS));
    bare.push(await pay(browser, scenario, BARE));
  }
  const row = (what: string, read: (course: Course) => number): Cell[] => {
    const [mine, other] = [median(ours.map(read)), median(bare.map(read))];
    return [scenario.name, what, milliseconds(mine), milliseconds(other), times(mine, other)];
  };
  return [
    row('click → request', ({ untilRequest }) => untilRequest),
    row('answer → visible QR', ({ untilQr }) => untilQr),
    row('blocked', ({ blocked }) => blocked),
    row('busy', ({ busy }) => busy),
  ];
}

async function pay(browser: BenchBrowser, { press, slower, slow4G }: Scenario, { selector, qr }: Contestant): Promise<Course> {
  const opened = await browser.visit(SHOP, { touch: press === 'finger' });
  const { page, cdp } = opened;
  await page.evaluate(() => document.querySelector('mixpay-button')?.getBoundingClientRect());
  await cdp.send('Performance.enable');
  if (slower !== undefined) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (slow4G === true) {
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  }
  await page.evaluate((awaited) => window.watch.expect(awaited), qr);
  const before = await worked(opened);
  await pressOn(opened, selector, press);
  await page.waitForFunction(() => window.watch.marks.visible !== undefined, undefined, { polling: 50 });
  const busy = (await worked(opened)) - before;
  const { marks, blocked } = await page.evaluate(() => {
    const { pressed = NaN, visible = NaN } = window.watch.marks;
    return { marks: window.watch.marks, blocked: window.watch.blocked(pressed, visible) };
  });
  await opened.close();
  return { untilRequest: between(marks, 'pressed', 'requested'), untilQr: between(marks, 'answered', 'visible'), blocked, busy };
}

async function pressOn({ page, cdp }: OpenPage, selector: string, press: Press): Promise<void> {
  if (press === 'script') {
    await page.evaluate((name) => {
      // A click that the element makes for itself has no event of its own to read the time from.
      window.watch.marks.pressed = performance.now();
      document.querySelector<HTMLElement>(name)?.click();
    }, selector);
    return;
  }
  const { x, y, width, height } = (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const point = { x: x + width / 2, y: y + height / 2 };
  if (press === 'mouse') {
    await page.mouse.move(point.x, point.y);
    await page.waitForTimeout(HOVERED);
    await page.mouse.down();
    await page.mouse.up();
  } else {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await page.waitForTimeout(TOUCHED);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}

/** Milliseconds that the page's thread has worked since it began. */
async function worked({ cdp }: OpenPage): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

function between(marks: Marks, from: keyof Marks, to: keyof Marks): number {
  const [start, end] = [marks[from], marks[to]];
  if (start === undefined || end === undefined) throw new Error(`expected the page to note ${from} and ${to}`);
  return end - start;
}
