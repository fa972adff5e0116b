import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { expect } from 'chai';
import type { App } from './app.js';
import { runToEnd } from './commands.js';

/** Mistakes in the component that has the button, by app. In JSX they are compiled with the package's own tests. */
export const MISTAKES: Readonly<Record<string, { file: string; wrong: readonly (readonly [right: string, wrong: string])[] }>> = {
  angular: {
    file: 'src/app/checkout.ts',
    wrong: [
      ['[quoteAmount]=', '[amount]='],
      ['quoteAssetId="usd"', 'mode="window"'],
      ['paid.emit()', 'paid.emit($event.amount)'],
    ],
  },
  vue: {
    file: 'src/Checkout.vue',
    wrong: [
      [':quote-amount=', ':amount='],
      ['quote-asset-id="usd"', 'mode="window"'],
      ['@success=', '@paid='],
      [`"emit('paid')"`, '"(event) => event.amount"'],
    ],
  },
  sveltekit: {
    file: 'src/lib/Checkout.svelte',
    wrong: [
      ['quote-amount=', 'amount='],
      ['quote-asset-id="usd"', 'mode="window"'],
      ['onmixpay-success=', 'onmixpay-paid='],
      ['{onpaid}', '{(event) => event.amount}'],
    ],
  },
};

/** Makes each mistake in a copy of the component, and has the app's own type checker find them all. */
export async function expectMistakesFound(app: App): Promise<void> {
  const found = MISTAKES[app.name];
  if (found === undefined) return;
  const code = readFileSync(join(app.folder, found.file), 'utf8');
  const files = found.wrong.map(([right, wrong], index) => {
    if (!code.includes(right)) throw new Error(`expected ${right} in ${app.name}/${found.file}`);
    const file = join(dirname(found.file), `Mistake${index}${extname(found.file)}`);
    writeFileSync(join(app.folder, file), code.replace(right, wrong));
    return file;
  });
  const report = await runToEnd(app.folder, 'npm', ['run', 'check']).then(
    () => '',
    (error: unknown) => String(error),
  );
  for (const file of files) rmSync(join(app.folder, file));
  for (const [index, file] of files.entries())
    expect(report.includes(file), `${found.wrong[index]?.[1]} is refused:\n${report}`).to.equal(true);
}
