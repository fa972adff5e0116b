import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CODE } from '../helpers/fake-endpoint.js';

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

/** Makes the page that is photographed, with the element as it is in `src/`. @returns its folder below the temporary one */
export async function makePage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-pictures-'));
  cpSync(join(PAGE, 'fonts'), join(folder, 'fonts'), { recursive: true });
  cpSync(join(PAGE, 'index.html'), join(folder, 'index.html'));
  // In a frame, in the place of MixPay's own page, whose looks are not ours to compare.
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', CODE), '<!doctype html><title>Checkout</title>');
  await build({
    entryPoints: [join(PAGE, 'main.ts')],
    outfile: join(folder, 'main.js'),
    bundle: true,
    logLevel: 'error',
    format: 'esm',
    target: 'es2022',
    tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
  });
  return folder;
}
