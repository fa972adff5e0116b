import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createServer } from 'node:http';
import { createSandbox } from '../../src/sandbox/index.js';
import { toNodeListener } from '../../src/server/index.js';
import type { App } from './app.js';
import type { Server } from './commands.js';

/** Apps whose page a server renders: what is bought is in the HTML. */
const RENDERED = ['script-tag', 'next', 'nuxt', 'sveltekit', 'astro'];

const PAID = 'order-1042 is paid';
const THANKS = 'Thank you. The order is paid.';

/**
 * Buys the app's order as a customer would: click, pay at the address that the QR code holds, and read on the page that it is paid,
 * at once and when it is loaded anew. The goods are released once, nothing is wrong in the console, and nobody but this machine is asked.
 */
export async function payIn(app: App, browser: Browser): Promise<void> {
  const sandbox = createSandbox();
  const mixpay = createServer(toNodeListener(sandbox)).listen(app.sandboxPort);
  let servers: Server[] = [];
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  const problems: string[] = [];
  try {
    servers = await app.start();
    await stayHere(context, app, problems);
    if (RENDERED.includes(app.name)) await expectRendered(app);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await openOrder(page, app);
    await page.getByRole('button', { name: 'Pay $10.00' }).click();
    const link = page.locator('mixpay-button').locator('a[href*="/code/"]');
    const phone = await context.newPage();
    await phone.goto((await link.getAttribute('href')) ?? '');
    await phone.locator('[data-action=pay]').click();
    await page.getByText(THANKS).waitFor();
    await openOrder(page, app);
    await page.getByText(THANKS).waitFor();
    expect(problems, 'in the console').to.deep.equal([]);
    expect(servers.at(-1)?.printed().match(new RegExp(PAID, 'g')), 'released').to.have.length(1);
  } catch (error) {
    const printed = servers.map((server) => server.printed()).join('\n');
    throw new Error(`${String(error)}\nin the console: ${problems.join('\n')}\nthe servers printed: ${printed}`, { cause: error });
  } finally {
    await context.close();
    for (const server of servers) await server.stop();
    sandbox.close();
    mixpay.close();
    mixpay.closeAllConnections();
  }
}

/** The first page, or the one that it links to. */
async function openOrder(page: Page, app: App): Promise<void> {
  await page.goto(app.origin);
  const link = page.getByRole('link', { name: 'Order order-1042' });
  await link.or(page.getByRole('heading', { name: 'Order order-1042' })).waitFor();
  if (await link.isVisible()) await link.click();
}

async function expectRendered(app: App): Promise<void> {
  const html = await (await fetch(app.origin)).text();
  const [tag = ''] = /<mixpay-button[^>]*>/.exec(html) ?? [];
  for (const attribute of ['endpoint="/api/mixpay"', 'order-id="order-1042"', 'quote-amount="10.00"', 'quote-asset-id="usd"'])
    expect(tag).to.contain(attribute);
}

/** The package's files come from the tarball instead of its CDN; whatever else would leave this machine is a problem. */
async function stayHere(context: BrowserContext, app: App, problems: string[]): Promise<void> {
  await context.route(/^https?:(?!\/\/localhost[:/])/, async (route) => {
    const url = route.request().url();
    const [, path] = /^https:\/\/cdn\.jsdelivr\.net\/npm\/mixpay-button@[\d.]+\/(.*)$/.exec(url) ?? [];
    if (path === undefined) {
      problems.push(`asked for ${url}`);
      await route.abort();
      return;
    }
    const contentType = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    const headers = { 'Access-Control-Allow-Origin': '*' };
    await route.fulfill({ body: readFileSync(join(app.tarball.folder, path)), contentType, headers });
  });
}
