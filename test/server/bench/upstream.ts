/**
 * `npm run bench`: how many calls reach MixPay in a minute of the shop's clock, for ever more watchers, orders and processes,
 * and what is left of a customer in a flood. MixPay allows sixty.
 */
import { findUnderFlood } from './flood.js';
import { STORMS, watch, withstand } from './load.js';
import { createsOf, TRIALS } from './minute.js';

const WATCHERS = [1, 10, 100, 1000, 10_000];
const FLOODS = [100, 1000, 10_000];
const PROCESSES = [1, 4];

const row = (...cells: (string | number)[]) => console.log(`| ${cells.map(String).join(' | ')} |`);
const head = (...cells: string[]) => {
  row(...cells);
  row(...cells.map((cell) => '-'.repeat(cell.length)));
};
const told = (count: number) => count.toLocaleString('en');

console.log('Calls to MixPay a minute, by watchers (in brackets the most in any sixty seconds)\n');
head('open orders', 'processes', ...WATCHERS.map(told));
for (const orders of [1, 100]) {
  for (const processes of PROCESSES) {
    const cells: string[] = [];
    for (const watchers of WATCHERS) {
      const { last, most } = await watch(watchers, orders, processes);
      cells.push(`${last} (${most})`);
    }
    row(orders, processes, ...cells);
  }
}

console.log('\nA flood within a minute, and a customer in the midst of it\n');
head('flood of', 'requests', 'processes', 'calls to MixPay', 'the customer’s create', 'MixPay’s callback');
for (const storm of Object.keys(STORMS)) {
  for (const requests of FLOODS) {
    for (const processes of PROCESSES) {
      const { most, created, acknowledged } = await withstand(storm, requests, processes);
      row(storm, told(requests), processes, most, created, acknowledged);
    }
  }
}

/** The same, measured at version 0.1.0, each process with its options as they were by default. */
const BEFORE = {
  creates: 100,
  trials: {
    'reads are repeated because connections break': 83,
    'five restarts within a minute': 250,
    'four processes': 180,
    'four processes, clocks two minutes apart': 180,
    'a minute ends and the next begins': 50,
  } as Readonly<Record<string, number>>,
  /** Hardly any was found before the flood was over. */
  named: 110,
  asked: 117,
};

console.log('\nPayments created for one order posted 200 times at once, at two processes\n');
head('before', 'now');
row(BEFORE.creates, await createsOf(200));

console.log('\nThe most requests in any sixty seconds\n');
head('while', 'before', 'now');
for (const [name, run] of Object.entries(TRIALS)) row(name, BEFORE.trials[name] ?? '', await run());

console.log('\nTwo hours of anonymous creates, one a second: minutes from a payment whose callback is lost to onPaid, at the longest\n');
head('processes', 'MixPay', 'payments created', 'the shop named the order', 'a page had asked', 'most requests in any sixty seconds');
row(1, 'before', '', BEFORE.named, BEFORE.asked, '');
for (const processes of PROCESSES) {
  for (const ends of [true, false]) {
    const { anonymous, named, asked, most } = await findUnderFlood(120, processes, ends);
    row(processes, ends ? 'ends what is overdue' : 'leaves it unpaid', told(anonymous), named.toFixed(1), asked.toFixed(1), most);
  }
}
