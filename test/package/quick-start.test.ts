import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { guide, readDocument, readSnippet } from '../docs/read-docs.js';
import { openBrowser } from '../helpers/open-browser.js';
import { freePort } from '../helpers/ports.js';
import { installPackage, tool, type Merchant } from './install-package.js';
import { startProgram, type Program } from './start-program.js';
import { appears } from '../helpers/appears.js';

const FILE = 'shop.mjs';

describe('the quick start of the README, with the packed tarball', () => {
  let merchant: Merchant;
  let shop: Program;
  let browser: Browser;
  let origin: string;
  before(async () => {
    merchant = await installPackage();
    writeFileSync(join(merchant.folder, FILE), readSnippet('js', FILE));
    for (const name of ['express', 'hono', '@hono/node-server']) merchant.add(name);
    const port = await freePort();
    origin = `http://localhost:${port}`;
    shop = startProgram(merchant.folder, FILE, { PORT: String(port) });
    expect(await shop.line('Open')).to.equal(`Open ${origin}/`);
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    shop.stop();
    merchant.remove();
  });

  it('takes a payment that a person makes on the sandbox’s page, as the README says it step by step', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
    });
    await page.goto(`${origin}/`);
    await appears(page, 'mixpay-button >>> button');
    const button = page.locator('mixpay-button >>> button');
    expect(await button.map((each) => each.innerText.trim()).wait()).to.equal('Buy for $25.00');
    await button.click();
    const link = await appears(page, 'mixpay-button >>> a[part~="link"]');
    const address = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href);
    expect(address).to.match(/^http:\/\/localhost:\d+\/sandbox\/code\/[\w-]+$/);
    // Not clicked: a press within 400 ms of the dialog's appearing is meant to do nothing.
    const checkout = await browser.newPage();
    await checkout.goto(address);
    await Promise.all([checkout.waitForNavigation(), checkout.locator('[data-action="pay"]').click()]);
    expect(await shop.line('Paid')).to.match(/^Paid: t-shirt \(order [\w-]+\)$/);
    await page.bringToFront();
    await page.waitForFunction(() => document.querySelector('mixpay-button')?.matches(':state(paid)'));
    expect(await button.map((each) => each.innerText.trim()).wait()).to.equal('Paid');
    expect(complaints, 'in the console').to.deep.equal([]);
  });

  it('works behind an https address, as the guide to phones says', async () => {
    const port = await freePort();
    const local = `http://localhost:${port}`;
    // In the place of the tunnel: what the shop sends to its public address comes back to it.
    const tunnel = `const send = fetch; globalThis.fetch = (url, init) => send(String(url).replace('https://shop.example', '${local}'), init);`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(tunnel)}`;
    const phoneShop = startProgram(merchant.folder, FILE, { PORT: String(port), ORIGIN: 'https://shop.example', NODE_OPTIONS });
    try {
      expect(await phoneShop.line('Open')).to.equal('Open https://shop.example/');
      const headers = { 'content-type': 'application/json', origin: 'https://shop.example' };
      const post = (path: string, body: object) => fetch(local + path, { method: 'POST', headers, body: JSON.stringify(body) });
      const created = (await (await post('/api/mixpay', { item: 't-shirt' })).json()) as { code: string; statusUrl: string };
      const told = (await (await fetch(local + created.statusUrl)).json()) as { status: string };
      expect(told.status).to.equal('unpaid');
      expect((await fetch(`${local}/sandbox/code/${created.code}`)).status).to.equal(200);
    } finally {
      phoneShop.stop();
    }
  });

  for (const framework of ['express', 'hono']) {
    it(`is served by ${framework} with another last line, as the guide to the server says`, async () => {
      const file = `${framework}.mjs`;
      const [lastLine = '', ...others] = readSnippet('js', FILE).trimEnd().split('\n').reverse();
      expect(lastLine).to.match(/^createServer\(.*\);$/);
      writeFileSync(join(merchant.folder, file), [...others.reverse(), readSnippet('js', file)].join('\n'));
      const port = await freePort();
      const other = startProgram(merchant.folder, file, { PORT: String(port) });
      try {
        await other.line('Open');
        const local = `http://localhost:${port}`;
        expect(await (await fetch(`${local}/`)).text()).to.contain('<mixpay-button');
        const headers = { 'content-type': 'application/json', origin: local };
        const created = await fetch(`${local}/api/mixpay`, { method: 'POST', headers, body: JSON.stringify({ item: 't-shirt' }) });
        const { code } = (await created.json()) as { code: string };
        await fetch(`${local}/sandbox/control/${code}`, { method: 'POST', headers, body: JSON.stringify({ status: 'success' }) });
        await other.line('Paid: t-shirt');
      } finally {
        other.stop();
      }
    });
  }

  it('is TypeScript under strict rules with one type more, as the guide to the server says', async () => {
    for (const name of ['@types/express']) merchant.add(name);
    const commands = readSnippet('sh', 'typescript');
    expect(readDocument(guide('server'))).to.contain('`async function answer(request: Request)`');
    const [, ...others] = readSnippet('js', FILE).trimEnd().split('\n').reverse();
    const untyped = [...others.reverse(), readSnippet('js', 'express.mjs')].join('\n');
    const typed = untyped.replace('async function answer(request)', 'async function answer(request: Request)');
    expect(typed).not.to.equal(untyped);
    writeFileSync(join(merchant.folder, 'shop.mts'), typed);
    const [, checks = ''] = /^npx tsc (.*)$/m.exec(commands) ?? [];
    expect(checks).to.contain('--strict');
    await merchant.node(tool('typescript/bin/tsc'), '--ignoreConfig', ...checks.split(' '));
  });

  it('sells nothing that has no price', async () => {
    const answer = await fetch(`${origin}/api/mixpay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item: 'toString' }),
    });
    expect(answer.status).to.equal(404);
  });
});
