import type { CDPSession, Page } from 'puppeteer-core';
import type { MixPayButton } from '../../../src/element/button/button.js';

/** What is still in memory after buttons came and went. */
export interface Residue {
  buttons: number;
  listeners: number;
  nodes: number;
}

/** How long the browser may take to let go of requests that were under way. */
const PATIENCE = 20_000;

/** What that many buttons leave behind, each shown, pressed, closed or moved, and removed. */
export async function residueOf(page: Page, times: number): Promise<Residue> {
  const client = await page.createCDPSession();
  await client.send('Performance.enable');
  // The first round loads and caches what is loaded and cached once.
  await page.evaluate(mountAndUnmount, 20);
  // One button is the page's own. What those before it hold would be counted in favour of those that follow.
  const before = await settled(client, ({ buttons }) => buttons === 1);
  await page.evaluate(mountAndUnmount, times);
  const isAsBefore = (now: Residue): boolean => JSON.stringify(now) === JSON.stringify(before);
  const after = await settled(client, isAsBefore);
  return { buttons: after.buttons - before.buttons, listeners: after.listeners - before.listeners, nodes: after.nodes - before.nodes };
}

/** What is in memory as soon as it is as it should be, or when the patience has ended. */
async function settled(client: CDPSession, isRight: (now: Residue) => boolean): Promise<Residue> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const now = await countAll(client);
    if (isRight(now) || Date.now() > deadline) return now;
  }
}

async function countAll(client: CDPSession): Promise<Residue> {
  for (let round = 0; round < 3; round++) await client.send('HeapProfiler.collectGarbage');
  const buttons = await inHeap(client, 'customElements.get("mixpay-button")', function (this: unknown[]) {
    return this.length;
  });
  // Lit compiles each template when it is first drawn, which for some is later than the first round, and keeps it. All of them
  // are in a document of their own.
  const compiled = await inHeap(client, 'HTMLTemplateElement', function (this: HTMLTemplateElement[]) {
    const nodesIn = (node: Node): number => [...node.childNodes].reduce((sum, child) => sum + nodesIn(child), 1);
    const documents = new Set(this.map(({ content }) => content.ownerDocument));
    return this.reduce((sum, template) => sum + 1 + nodesIn(template.content), documents.size);
  });
  const { metrics } = await client.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { buttons, listeners: value('JSEventListeners'), nodes: value('Nodes') - compiled };
}

/** What a function says of all objects of a class in the page's memory, once what nobody holds has been collected. */
async function inHeap(client: CDPSession, name: string, tell: (this: never) => number): Promise<number> {
  const objectGroup = 'counted';
  const prototype = await client.send('Runtime.evaluate', { expression: `${name}.prototype`, objectGroup });
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId ?? '', objectGroup });
  const { result } = await client.send('Runtime.callFunctionOn', {
    ...(objects.objectId === undefined ? {} : { objectId: objects.objectId }),
    functionDeclaration: String(tell),
    returnByValue: true,
  });
  await client.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(result.value);
}

async function mountAndUnmount(times: number): Promise<void> {
  const frames = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const template = document.querySelector('mixpay-button');
  const { fetch } = globalThis;
  for (let time = 0; time < times; time++) {
    const kind = time % 5;
    const button = template?.cloneNode(true) as MixPayButton;
    button.orderId = '';
    button.item = `thing-${time}`;
    globalThis.fetch = (_url, init) =>
      kind === 1
        ? new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))))
        : Promise.resolve(
            new Response(init?.method === 'POST' ? '{"code":"x","statusUrl":"/api/mixpay/status/x"}' : '{"status":"unpaid"}'),
          );
    document.body.append(button);
    await button.updateComplete;
    if (kind > 0) button.click();
    await frames();
    if (kind === 3) button.close();
    if (kind === 4) document.querySelector('title')?.after(button);
    button.remove();
    sessionStorage.clear();
  }
  await frames();
  globalThis.fetch = fetch;
}
