/** Everything around the button that a test replaces, and gives back in the end. */
export class Surroundings {
  /** Windows that were opened, in order. */
  readonly windows: FakeWindow[] = [];
  windowsAre: 'open' | 'blocked' | 'throwing' | 'undrawable' | 'closed' | 'immovable' = 'open';
  online = true;
  visible = true;
  userAgent = navigator.userAgent;
  coarse = false;
  narrow = false;
  clipboard: 'works' | 'dead' | 'missing' = 'works';
  readonly forms: { inWindow: boolean; fields: Record<string, string> }[] = [];
  arrivedBy: NavigationTimingType = 'navigate';
  readonly console: string[] = [];
  readonly thrown: string[] = [];
  readonly #undo: (() => void)[] = [];

  constructor() {
    const open = window.open.bind(window);
    const matchMedia = window.matchMedia.bind(window);
    const { error, warn } = console;
    window.open = () => this.#open();
    const submit = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'submit') ?? {};
    const { forms } = this;
    HTMLFormElement.prototype.submit = function (this: HTMLFormElement): void {
      const fields = Object.fromEntries([...this.querySelectorAll('input')].map(({ name, value }) => [name, value]));
      forms.push({ inWindow: this.ownerDocument !== document, fields });
    };
    window.matchMedia = (query) => (query === '(pointer: coarse)' ? ({ matches: this.coarse } as MediaQueryList) : matchMedia(query));
    console.error = console.warn = (...parts: unknown[]) => void this.console.push(parts.map(String).join(' '));
    this.#undo.push(() => {
      Object.assign(window, { open, matchMedia });
      Object.assign(console, { error, warn });
      Object.defineProperty(HTMLFormElement.prototype, 'submit', submit);
    });
    this.#replace(navigator, 'onLine', () => this.online);
    this.#replace(navigator, 'userAgent', () => this.userAgent);
    this.#replace(navigator, 'clipboard', () => this.#clipboard());
    this.#replace(document, 'visibilityState', () => (this.visible ? 'visible' : 'hidden'));
    this.#replace(screen, 'width', () => (this.narrow ? 360 : 1280));
    this.#replace(screen, 'height', () => 800);
    this.#replace(performance, 'getEntriesByType', () => () => [{ type: this.arrivedBy }]);
    const thrown = new AbortController();
    const { signal } = thrown;
    window.addEventListener('error', (event) => this.thrown.push(event.message), { signal });
    window.addEventListener('unhandledrejection', (event) => this.thrown.push(String(event.reason)), { signal });
    this.#undo.push(() => thrown.abort());
  }

  restore(): void {
    for (const undo of this.#undo) undo();
  }

  #replace(target: object, name: string, get: () => unknown): void {
    Object.defineProperty(target, name, { configurable: true, get });
    this.#undo.push(() => void Reflect.deleteProperty(target, name));
  }

  #open(): Window | null {
    if (this.windowsAre === 'blocked') return null;
    if (this.windowsAre === 'throwing') throw new TypeError('window.open is not available here');
    const opened = new FakeWindow(this.windowsAre);
    this.windows.push(opened);
    return opened as unknown as Window;
  }

  #clipboard(): Pick<Clipboard, 'writeText'> | undefined {
    if (this.clipboard === 'missing') return undefined;
    return {
      writeText: () => (this.clipboard === 'works' ? Promise.resolve() : Promise.reject(new DOMException('denied', 'NotAllowedError'))),
    };
  }
}

/** A window the browser would have opened. */
export class FakeWindow {
  opener: unknown = {};
  /** Where it was sent, or that it was closed. */
  fate = 'waiting';
  readonly location = {
    replace: (url: string) => {
      if (this.#kind === 'immovable') throw new TypeError('location.replace is not a function');
      this.fate = url;
    },
  };
  readonly #document = document.implementation.createHTMLDocument();
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** Under another page's COOP it says so although it is there. */
  get closed(): boolean {
    return this.#kind === 'closed' || this.fate === 'closed';
  }

  get document(): Document {
    if (this.#kind === 'undrawable') throw new DOMException('Blocked a frame', 'SecurityError');
    return this.#document;
  }

  close(): void {
    this.fate = 'closed';
  }
}
