import type { MixPayButton } from '../../src/index.js';

/** The frame's own window: its globals are other objects than this page's. */
type StageWindow = Window & typeof globalThis;

/** A page with one real button, in a frame: its dialog is modal there, and everything beside it stays usable. */
export class Stage {
  readonly frame: HTMLIFrameElement;
  /** Called with each new document of the frame, before anything happens in it. */
  onDocument: (document: Document) => void = () => undefined;
  #button: MixPayButton | undefined;

  constructor(frame: HTMLIFrameElement) {
    this.frame = frame;
  }

  get window(): StageWindow {
    const view = this.frame.contentWindow;
    if (view === null) throw new Error('The frame of the button has no window.');
    return view as StageWindow;
  }

  get document(): Document {
    return this.window.document;
  }

  get button(): MixPayButton {
    if (this.#button === undefined) throw new Error('There is no button on the stage yet.');
    return this.#button;
  }

  /** Loads the page anew and makes a button with these attributes, which `place` then shows. */
  async load(attributes: Readonly<Record<string, string>>): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.frame.addEventListener('load', () => resolve(), { once: true });
    });
    this.frame.src = `stage.html?${Date.now()}`;
    await loaded;
    this.onDocument(this.document);
    await this.window.customElements.whenDefined('mixpay-button');
    const button = this.document.createElement('mixpay-button');
    for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
    this.#button = button;
  }

  /** Shows what is around the button, and the button in it. */
  place(around: HTMLElement, into: Element): void {
    this.document.querySelector('#stage')?.replaceChildren(around);
    into.append(this.button);
  }

  /** Presses the button itself. */
  press(): void {
    this.button.click();
  }

  /** Presses a part of the dialog, once it is there and takes presses: one that comes too soon after it appeared does nothing. */
  async pressPart(part: string, until: () => boolean): Promise<void> {
    await this.until(() => {
      const found = this.button.shadowRoot?.querySelector<HTMLButtonElement>(`[part=${part}]`);
      if (found !== null && found?.disabled === false) found.click();
      return until();
    });
  }

  /** Waits until this holds, which is checked about eight times a second. @throws Error after `within` milliseconds */
  async until(holds: () => boolean, within = 40_000): Promise<void> {
    const end = performance.now() + within;
    while (!holds()) {
      if (performance.now() > end) throw new Error('What was expected did not happen. Start this scenario again.');
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  }

  /** Makes the button ask the endpoint at once, as when somebody comes back to its page. */
  wake(): void {
    this.window.dispatchEvent(new Event('focus'));
  }
}
