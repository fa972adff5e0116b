import type { FallbackReason, OpenMode, RequestedMode } from './events.js';

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

export function readEnvironment(view: Window & typeof globalThis): Environment {
  const matches = (query: string): boolean => view.matchMedia(query).matches;
  return {
    coarsePointer: matches('(pointer: coarse)'),
    smallScreen: Math.min(view.screen.width, view.screen.height) < 600,
    inApp: IN_APP.test(view.navigator.userAgent) || 'TelegramWebviewProxy' in view,
    framed: view.top !== view,
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
