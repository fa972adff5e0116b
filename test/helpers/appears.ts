import type { ElementHandle, Frame, Page } from 'puppeteer-core';

/**
 * Waits until what a selector names can be seen, in shadow roots too. Puppeteer's locators look again when the document's own
 * tree changes, and a shadow root is not part of it.
 */
export async function appears(where: Page | Frame, selector: string): Promise<ElementHandle<HTMLElement>> {
  const handle = await where.waitForSelector(selector, { visible: true }).catch((cause: unknown) => {
    throw new Error(`expected ${selector} to appear on ${where.url()}`, { cause });
  });
  if (handle === null) throw new Error(`expected ${selector} to appear`);
  return handle as unknown as ElementHandle<HTMLElement>;
}
