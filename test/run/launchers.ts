import type { BrowserLauncher } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { chromiumArguments, ENGINES, findBrowser, type Engine } from '../helpers/browsers.js';
import { webkitLauncher } from './webkit.js';

/** Launchers for the engines named in a comma-separated list, or for all that are installed. */
export async function launchers(list: string | undefined): Promise<BrowserLauncher[]> {
  const names = list?.split(',') ?? ENGINES.filter((engine) => findBrowser(engine) !== undefined);
  return Promise.all(ENGINES.filter((engine) => names.includes(engine)).map(launcherOf));
}

async function launcherOf(engine: Engine): Promise<BrowserLauncher> {
  if (engine === 'webkit') return webkitLauncher();
  const executablePath = findBrowser(engine);
  if (executablePath === undefined) throw new Error(`expected ${engine} to be installed`);
  return engine === 'chromium'
    ? playwrightLauncher({ product: 'chromium', launchOptions: { executablePath, args: chromiumArguments('playwright') } })
    : puppeteerLauncher({ launchOptions: { browser: 'firefox', executablePath, headless: true } });
}
