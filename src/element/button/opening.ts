import { orUndefined } from '../../core/or-undefined.js';
import type { PageClock } from '../../core/clock.js';
import type { FallbackReason, OpenMode, RequestedMode } from './events.js';
import { hasFinger } from './page.js';
import { oneRound } from './round.js';
import type { Click } from './seam.js';

/** What is known of the payer's surroundings when they click. */
export interface Environment {
  /** The main pointer is a finger. */
  coarsePointer: boolean;
  /** The screen is a phone's. */
  smallScreen: boolean;
  /** A browser inside another app, which opens no windows and often loses them. */
  inApp: boolean;
  /** The page is inside a frame, which must not navigate away from under its host. */
  framed: boolean;
}

/**
 * Browsers inside other apps, by what they add to the user agent: Facebook, Instagram, LINE, WeChat, TikTok, X, Snapchat,
 * Pinterest, LinkedIn, Android WebView, and iOS web views (which lack Safari's own word).
 */
const IN_APP =
  /FBAN|FBAV|Instagram|\bLine\/|MicroMessenger|musical_ly|Bytedance|Twitter|Snapchat|Pinterest\/|LinkedInApp|; wv\)|\b(?:iPhone|iPad|iPod)\b(?!.*Safari\/)/i;

function readEnvironment(): Environment {
  const { screen } = window;
  return {
    coarsePointer: hasFinger(),
    smallScreen: Math.min(screen.width, screen.height) < 600,
    inApp: IN_APP.test(navigator.userAgent) || 'TelegramWebviewProxy' in window,
    framed: window.top !== window,
  };
}

const MODES: readonly RequestedMode[] = ['auto', 'qr', 'redirect', 'tab', 'popup', 'embed'];

/** What a `mode` attribute asks for; a word it does not know, or none, counts as `auto`. */
export function readMode(value: string | null): RequestedMode {
  return MODES.find((mode) => mode === value) ?? 'auto';
}

/**
 * The way to open for what was asked: `auto` shows a QR code where a second device is likely and stays in the tab on a phone.
 * A browser inside another app always stays in its tab, for the windows it says it opened are often never seen; a page inside
 * a frame never navigates that frame. An installed app (PWA) needs no way of its own: its system shows a foreign page over
 * it, or in its place with a way back.
 */
export function chooseMode(requested: RequestedMode, environment: Environment): { mode: OpenMode; reason?: FallbackReason } {
  const { coarsePointer, smallScreen, inApp, framed } = environment;
  const auto = inApp || (coarsePointer && smallScreen) ? 'redirect' : 'qr';
  const wanted = requested === 'auto' ? auto : requested;
  if (wanted === 'redirect' && framed) return requested === 'auto' ? { mode: 'tab' } : { mode: 'tab', reason: 'framed' };
  if ((wanted === 'tab' || wanted === 'popup') && inApp && !framed) return { mode: 'redirect', reason: 'in_app' };
  return { mode: wanted };
}

const chosen = oneRound<OpenMode>();

/** Whether a press brings the dialog: wherever this tab does not go to the checkout. */
export function opensDialog(mode: string | null): boolean {
  const requested = readMode(mode);
  return chosen(requested, () => chooseMode(requested, readEnvironment()).mode) !== 'redirect';
}

/** A window reserved inside the click, before the code is known: later, browsers would block it. */
export class ReservedWindow {
  readonly #window: Window;
  #sent = false;

  constructor(opened: Window) {
    this.#window = opened;
    // The checkout must not reach back into the shop's page. What refuses even that can still be sent on.
    orUndefined(() => (opened.opener = null));
  }

  /** In which a form may be built; undefined where it may not be touched. */
  get document(): Document | undefined {
    return orUndefined(() => this.#window.document);
  }

  /**
   * Sends it to the checkout. From then on its `closed` is ignored: under COOP it is true at once.
   * @returns whether it went: some apps' browsers and popup blockers hand out windows with nothing in them
   */
  go(url: string): boolean {
    orUndefined(() => {
      this.#window.location.replace(url);
      this.#sent = true;
    });
    return this.#sent;
  }

  /** Closes it when there is nothing to show in it. */
  close(): void {
    if (!this.#sent) this.#window.close();
  }
}

/** The way to open, chosen inside the click, with the window it takes. */
export function chooseOpening(mode: string | null, partIsHere: boolean, clock: PageClock, words: string): Click {
  const environment = readEnvironment();
  const click: Click = { ...chooseMode(readMode(mode), environment), since: clock.monotonic() };
  const inWindow = click.mode === 'tab' || click.mode === 'popup';
  // In a frame the last resort needs a window, for the frame itself is never navigated.
  if (inWindow || (environment.framed && !partIsHere)) click.reserved = reserveWindow(click.mode, words);
  if (inWindow && click.reserved === undefined) [click.mode, click.reason] = ['qr', 'popup_blocked'];
  return click;
}

/** Reserves a tab or a popup. Undefined where the browser blocks it; some apps' browsers throw instead. */
function reserveWindow(mode: OpenMode, words: string): ReservedWindow | undefined {
  const opened = orUndefined(() => window.open('', '_blank', mode === 'popup' ? 'popup,width=480,height=760' : ''));
  if (opened == null) return undefined;
  const reserved = new ReservedWindow(opened);
  const drawn = reserved.document;
  if (drawn === undefined) return reserved;
  // By DOM calls: the new document inherits the page's Content-Security-Policy, which may refuse markup.
  drawn.title = drawn.body.textContent = words;
  drawn.body.style.cssText = 'font:18px system-ui;text-align:center;margin-top:40vh';
  return reserved;
}
