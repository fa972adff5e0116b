import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import puppeteer, { type Browser, type CDPSession, type Page, type Protocol, type Viewport } from 'puppeteer-core';
import { StaticHost } from '../e2e/static-host.js';
import { chromiumArguments, findBrowser } from '../helpers/browsers.js';
import { makePage } from './make-page.js';
import { coarsen, type Panel, type Sheet } from './sheet.js';
import type { Situation } from './situations.js';
import { DIALOG_VIEWS, type Clip, type View } from './views.js';

/** What of this machine would show besides: its screen's colours, how finely that is divided, and what it does to letters. */
const PLAIN = [
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--disable-lcd-text',
  // Only older ones, which have a browser of their own for this, listen to it; the others to fontconfig.
  '--font-render-hinting=none',
  '--hide-scrollbars',
];
const LETTERS = fileURLToPath(new URL('./fonts.conf', import.meta.url));

interface Lens {
  page: Page;
  session: CDPSession;
}

/** Takes pictures of the element as it is in `src/`, in Chromium. Close it after use. */
export class Camera {
  readonly #browser: Browser;
  readonly #host: StaticHost;
  readonly #folder: string;
  /** One page for each kind of device: a page that becomes a phone is loaded again. */
  readonly #lenses = new Map<Viewport, Promise<Lens>>();

  private constructor(browser: Browser, host: StaticHost, folder: string) {
    [this.#browser, this.#host, this.#folder] = [browser, host, folder];
  }

  /** @param more further arguments of the browser, to see what they change */
  static async open(executablePath = findBrowser('chromium'), more: readonly string[] = []): Promise<Camera> {
    if (executablePath === undefined) throw new Error('expected Chromium to be installed; `npm test` installs it');
    const folder = await makePage();
    const host = await StaticHost.start(folder, '/');
    const env = { ...process.env, FONTCONFIG_FILE: LETTERS };
    const args = [...chromiumArguments(), ...PLAIN, ...more];
    return new Camera(await puppeteer.launch({ browser: 'chrome', executablePath, args, env }), host, folder);
  }

  async close(): Promise<void> {
    await Promise.all([this.#browser.close(), this.#host.stop()]);
    rmSync(this.#folder, { recursive: true });
  }

  /** Takes the next pictures in new pages: in one page a layer can lie between the same two pixels at every time. */
  async reload(): Promise<void> {
    const lenses = await Promise.all(this.#lenses.values());
    this.#lenses.clear();
    for (const { page } of lenses) await page.close();
  }

  /** Such as "Chrome/156.0.8078.79". */
  version(): Promise<string> {
    return this.#browser.version();
  }

  /** A dialog, from all sides. */
  async dialog(situation: Situation): Promise<Sheet> {
    const panels: Panel[] = [];
    for (const view of DIALOG_VIEWS) panels.push({ name: view.name, image: await this.dialogIn(situation, view) });
    return { name: `dialog-${situation}`, panels };
  }

  /** A dialog in one view. @param css is added to the element's own, to see whether a change is noticed */
  async dialogIn(situation: Situation, view: View, css = ''): Promise<PNG> {
    const { page } = await this.#point(view);
    await page.evaluate((name, look, more) => window.pictures.showDialog(name, look, more), situation, view, css);
    return this.#press(page, view.clip ?? { x: 0, y: 0, ...view.viewport });
  }

  /** A table of all buttons. */
  async buttons(view: View): Promise<Sheet> {
    return { name: `buttons-${view.name}`, panels: [{ name: 'all', image: await this.buttonsIn(view) }] };
  }

  /** As `dialogIn`. */
  async buttonsIn(view: View, css = ''): Promise<PNG> {
    const { page, session } = await this.#point(view);
    await page.evaluate((look, more) => window.pictures.showButtons(look, more), view, css);
    await force(session);
    const table = await page.$('.buttons');
    const box = await table?.boundingBox();
    if (box == null) throw new Error('expected a table of buttons');
    const left = Math.floor(box.x);
    return this.#press(page, { x: left, y: 0, width: Math.ceil(box.x + box.width) - left, height: Math.ceil(box.y + box.height) });
  }

  /** The page for this view, in its colours. */
  async #point({ viewport, theme, forced }: View): Promise<Lens> {
    const lens = this.#lenses.get(viewport) ?? this.#unpack(viewport);
    this.#lenses.set(viewport, lens);
    const { page, session } = await lens;
    await page.bringToFront();
    const features = {
      'prefers-color-scheme': theme,
      'prefers-reduced-motion': 'reduce',
      'forced-colors': forced === true ? 'active' : 'none',
    };
    await session.send('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
    return lens;
  }

  async #unpack(viewport: Viewport): Promise<Lens> {
    const page = await this.#browser.newPage();
    await page.setViewport({ deviceScaleFactor: 1, ...viewport });
    await page.goto(this.#host.url);
    return { page, session: await page.createCDPSession() };
  }

  async #press(page: Page, clip: Clip): Promise<PNG> {
    const { x, y, width, height } = clip;
    const image = PNG.sync.read(Buffer.from(await page.screenshot({ clip: { x, y, width, height }, optimizeForSpeed: true })));
    coarsen(image);
    return image;
  }
}

/** The columns in which the mouse is over each button, or the focus on it. */
const FORCED: Readonly<Record<string, string[]>> = { hover: ['hover'], focus: ['focus', 'focus-visible'] };

/** All from one reading of the page: another one gives all nodes other numbers, and nothing is forced any more. */
async function force(session: CDPSession): Promise<void> {
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  for (const [state, forcedPseudoClasses] of Object.entries(FORCED)) {
    const buttons = find(root, (node) => attribute(node, 'data-state') === state).flatMap((place) =>
      find(place, (node) => attribute(node, 'part') === 'button'),
    );
    for (const { nodeId } of buttons) await session.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses });
  }
}

function find(node: Protocol.DOM.Node, fits: (node: Protocol.DOM.Node) => boolean): Protocol.DOM.Node[] {
  const below = [...(node.shadowRoots ?? []), ...(node.children ?? [])].flatMap((child) => find(child, fits));
  return fits(node) ? [node, ...below] : below;
}

function attribute({ attributes = [] }: Protocol.DOM.Node, name: string): string | undefined {
  const at = attributes.indexOf(name);
  return at % 2 === 0 ? attributes[at + 1] : undefined;
}
