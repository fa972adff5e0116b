import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;

export type Engine = (typeof ENGINES)[number];

interface Places {
  /** Names of commands on the PATH, best first. */
  commands: string[];
  /** Below /Applications. */
  mac: string[];
  /** Below the program folders of Windows. */
  windows: string[];
}

const PLACES: Record<'chromium' | 'firefox', Places> = {
  chromium: {
    commands: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
      'microsoft-edge',
      'microsoft-edge-stable',
      'msedge',
    ],
    mac: [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    windows: ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
  },
  firefox: {
    commands: ['firefox', 'firefox-esr'],
    mac: ['Firefox.app/Contents/MacOS/firefox'],
    windows: ['Mozilla Firefox/firefox.exe'],
  },
};

/** What runs a WebKit test: a driver, its browser, and a screen, because MiniBrowser has no headless mode. */
export interface WebKit {
  driver: string;
  miniBrowser: string;
  xvfb: string;
}

/** The path of an installed browser of this engine, or undefined. For WebKit that is WebKitGTK's MiniBrowser. */
export function findBrowser(engine: Engine): string | undefined {
  if (engine === 'webkit') return findWebKit()?.miniBrowser;
  const { commands, mac, windows } = PLACES[engine];
  const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  const candidates = [
    ...(process.platform === 'win32' ? [] : commands.map(onPath)),
    ...(process.platform === 'darwin'
      ? ['/Applications', join(homedir(), 'Applications')].flatMap((top) => mac.map((path) => join(top, path)))
      : []),
    ...(process.platform === 'win32' ? folders.flatMap((top) => windows.map((path) => join(top, path))) : []),
    ...(engine === 'chromium' ? [chromium.executablePath()] : []),
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** WebKitGTK with its driver and Xvfb, as Debian's webkit2gtk-driver and xvfb install them, or undefined. */
export function findWebKit(): WebKit | undefined {
  if (process.platform !== 'linux') return undefined;
  const driver = onPath('WebKitWebDriver');
  const xvfb = onPath('Xvfb');
  const miniBrowser = readdirSync('/usr/lib')
    .flatMap((folder) =>
      ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((version) => join('/usr/lib', folder, version, 'MiniBrowser')),
    )
    .find((path) => existsSync(path));
  return driver !== undefined && xvfb !== undefined && miniBrowser !== undefined ? { driver, miniBrowser, xvfb } : undefined;
}

/**
 * What Chromium does for a person and no test sees: the list below the address bar, two further pages for each window, and a
 * process kept ready for the next page, each of them as much work as a page that is looked at.
 */
const UNSEEN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'];

/** What Playwright turns off itself. Chromium heeds the last list alone, while Puppeteer puts lists together. */
const BY_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Chromium's switches for tests: no traffic of its own, no sandbox where it refuses to start with one (root), nothing unseen. */
export function chromiumArguments(driver: 'puppeteer' | 'playwright' = 'puppeteer'): string[] {
  const features = driver === 'playwright' ? [...BY_PLAYWRIGHT, ...UNSEEN] : UNSEEN;
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${features.join(',')}`,
  ];
}

function onPath(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here: look in the next folder
    }
  }
  return undefined;
}
