/**
 * `npm run bench`: how many calls reach MixPay in a minute of the shop's clock, for ever more watchers, orders and processes,
 * and what is left of a customer in a flood. MixPay allows sixty.
 */
import { STORMS, watch, withstand } from './load.js';

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
