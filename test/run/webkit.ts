import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import type { BrowserLauncher } from '@web/test-runner';
import { findWebKit } from '../helpers/browsers.js';
import { importTool } from '../tools/provide-tool.js';

/** What is used of the launcher, which is installed by the first run in WebKit. */
interface LauncherModule {
  webdriverLauncher: (options: object) => BrowserLauncher;
}

/**
 * WebKit paints pages itself. Otherwise a thread of its own puts their layers together by OpenGL, which Mesa computes on a
 * machine without a graphics card: that was a third of all work, and crashed now and then in its swrast_dri.so.
 */
const PAINTING = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };

/**
 * WebKitGTK for Web Test Runner: a screen of its own (Xvfb, on a display number that is free), a driver on a free
 * port, and both ended with this process.
 */
export async function webkitLauncher(): Promise<BrowserLauncher> {
  const webkit = findWebKit();
  if (webkit === undefined) throw new Error('expected WebKitWebDriver, MiniBrowser and Xvfb to be installed');
  const screen = startUntilExit(webkit.xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']);
  const display = await firstLine(screen);
  const port = await freePort();
  startUntilExit(webkit.driver, [`--port=${port}`, '--host=127.0.0.1'], { DISPLAY: `:${display}`, ...PAINTING });
  const { webdriverLauncher } = await importTool<LauncherModule>('@web/test-runner-webdriver');
  return webdriverLauncher({
    automationProtocol: 'webdriver',
    hostname: '127.0.0.1',
    port,
    path: '/',
    logLevel: 'error',
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: webkit.miniBrowser, args: ['--automation'] },
    },
  });
}

function startUntilExit(command: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: { ...process.env, ...environment } });
  process.on('exit', () => child.kill());
  return child;
}

function firstLine(screen: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    screen.once('exit', (code) => reject(new Error(`Xvfb ended with ${String(code)} before it named its display`)));
    screen.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
