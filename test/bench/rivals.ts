import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Never among our own dependencies: nobody who works on this package should have to install them. */
export const RIVALS = [
  {
    name: '@google-pay/button-element',
    version: '4.1.0',
    holds: 'a custom element; the button’s looks and the payment come from Google when it is used',
  },
  { name: '@getalby/bitcoin-connect', version: '3.12.3', holds: 'custom elements with wallets, dialog and QR code' },
  { name: '@paypal/paypal-js', version: '11.2.0', holds: 'a loader; buttons and payment come from PayPal when it is used' },
  { name: '@stripe/stripe-js', version: '10.2.1', holds: 'a loader; fields and payment come from Stripe as soon as it is imported' },
  { name: 'mixpayjs', version: '3.0.0', holds: 'MixPay’s own client for its API, with axios; nothing to look at' },
] as const;

const FOLDER = join(tmpdir(), 'mixpay-button-bench');

/** Installs the others into a folder of their own, once. @returns the folder; undefined where npm could not */
export function installRivals(): string | undefined {
  const dependencies = Object.fromEntries(RIVALS.map(({ name, version }) => [name, version]));
  if (RIVALS.every(isInstalled)) return FOLDER;
  console.error(`installing ${RIVALS.length} other packages to compare with into ${FOLDER}`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--fetch-retries=1'];
  const { status } = spawnSync('npm', ['install', ...options], { cwd: FOLDER, stdio: 'ignore', shell: process.platform === 'win32' });
  return status === 0 ? FOLDER : undefined;
}

function isInstalled({ name, version }: (typeof RIVALS)[number]): boolean {
  const file = join(FOLDER, 'node_modules', name, 'package.json');
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version === version;
}
