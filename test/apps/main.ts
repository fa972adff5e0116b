/**
 * `npm run test:apps [-- name… | -- --lock name…]`: each app of demo/apps/ is installed from the packed tarball by its own tool,
 * type-checked, built, started and paid in, in Chromium. `--lock` writes the package-lock.json of the apps instead.
 */
import { readdirSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { chromiumArguments, findBrowser } from '../helpers/browsers.js';
import { provideBrowsers } from '../run/install.js';
import { App, APPS } from './app.js';
import { writeLock } from './install.js';
import { expectMistakesFound, MISTAKES } from './mistakes.js';
import { payIn } from './pay-in.js';
import { packTarball, type Tarball } from './tarball.js';

const { names, lock } = readArguments(process.argv.slice(2));
const tarball = await packTarball();
if (lock) {
  for (const name of names) {
    const { source, folder } = await App.copy(name, tarball);
    await writeLock(source, folder, tarball);
  }
} else {
  await provideBrowsers(['chromium']);
  const browser = await chromium.launch({ executablePath: findBrowser('chromium') ?? '', args: chromiumArguments('playwright') });
  const queue = [...names];
  const failed: string[] = [];
  // Two at a time: while one waits for the network or a server, the other one builds.
  await Promise.all([1, 2].map(() => workOff(queue, browser, tarball, failed)));
  await browser.close();
  console.log(
    `\n${names.length - failed.length} apps take payments, ${failed.length} do not${failed.map((name) => ` · ${name}`).join('')}`,
  );
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function readArguments(args: string[]): { names: string[]; lock: boolean } {
  const apps = readdirSync(APPS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const all = apps.map(({ name }) => name);
  const asked = args.filter((arg) => arg !== '--lock');
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`expected --lock or names out of ${all.join(', ')}, but received ${unknown}`);
  return { names: asked.length > 0 ? asked : all, lock: args.includes('--lock') };
}

async function workOff(queue: string[], browser: Browser, tarball: Tarball, failed: string[]): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    try {
      const app = await App.copy(name, tarball);
      await app.install();
      await app.run('check');
      if (app.name in MISTAKES) await app.timed('mistakes', () => expectMistakesFound(app));
      await app.run('build');
      await app.timed('pay', () => payIn(app, browser));
      console.log(`✔ ${name} (${app.times.join(', ')})`);
    } catch (error) {
      failed.push(name);
      console.error(`✖ ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
