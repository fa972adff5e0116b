import type { Translate } from './strings.js';

/** A window reserved inside the click, before the code is known: later, browsers would block it. */
export interface ReservedWindow {
  /** Sends it to the checkout. From then on nothing it says of itself is believed: under COOP `closed` is true at once. */
  go(url: string): void;
  /** Closes it when there is nothing to show in it. */
  close(): void;
}

const POPUP_SIZE = { width: 480, height: 760 };

/** Reserves a tab or a popup. Must be called inside the click. Undefined where the browser blocks it. */
export function reserveWindow(view: Window, kind: 'tab' | 'popup', t: Translate): ReservedWindow | undefined {
  const opened = openBlank(view, kind);
  if (opened === undefined) return undefined;
  try {
    // The checkout must not reach back into the shop's page.
    opened.opener = null;
    drawWaiting(opened.document, t('opening'));
  } catch {
    // A window that cannot be drawn in can still be sent on.
  }
  let sent = false;
  return {
    go(url) {
      sent = true;
      opened.location.replace(url);
    },
    close() {
      if (!sent) opened.close();
    },
  };
}

/** Undefined where the browser blocks it; some apps' browsers throw instead. */
function openBlank(view: Window, kind: 'tab' | 'popup'): Window | undefined {
  try {
    return view.open('', '_blank', kind === 'tab' ? '' : popupFeatures(view)) ?? undefined;
  } catch {
    return undefined;
  }
}

function popupFeatures(view: Window): string {
  const width = Math.min(POPUP_SIZE.width, view.screen.availWidth);
  const height = Math.min(POPUP_SIZE.height, view.screen.availHeight);
  const left = Math.round(view.screenX + Math.max(view.outerWidth - width, 0) / 2);
  const top = Math.round(view.screenY + Math.max(view.outerHeight - height, 0) / 2);
  return `popup,width=${width},height=${height},left=${left},top=${top}`;
}

/** Drawn by DOM calls: the new document inherits the page's Content-Security-Policy, which may refuse markup. */
function drawWaiting(document: Document, words: string): void {
  document.title = words;
  const line = document.createElement('p');
  line.textContent = words;
  const { style } = line;
  style.setProperty('font', '18px/1.5 system-ui, sans-serif');
  style.setProperty('text-align', 'center');
  style.setProperty('margin', '40vh 1rem 0');
  document.documentElement.style.setProperty('color-scheme', 'light dark');
  document.body.append(line);
}
