import puppeteer, { type Browser } from 'puppeteer-core';
import { chromiumArguments, findBrowser } from './browsers.js';

/** Starts the installed Chromium (or Chrome, or Edge), or Firefox where there is none, without a window. Close it after use. */
export async function openBrowser(): Promise<Browser> {
  const chromium = findBrowser('chromium');
  if (chromium !== undefined) return puppeteer.launch({ browser: 'chrome', executablePath: chromium, args: chromiumArguments() });
  const firefox = findBrowser('firefox');
  if (firefox !== undefined) return puppeteer.launch({ browser: 'firefox', executablePath: firefox });
  throw new Error('expected Chrome, Chromium, Edge or Firefox to be installed; `npm test` installs one');
}
