import type { Viewport } from 'puppeteer-core';
import type { Look } from './page/looks.js';

/** A way to look at the element. */
export interface View extends Look {
  name: string;
  viewport: Viewport;
  /** The part of the viewport that is worth its bytes; all of it by default. */
  clip?: Clip;
  /** Whether the system replaces the page's colours by a few of its own. */
  forced?: boolean;
}

export interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

const LIGHT = { theme: 'light', locale: 'en' } as const;
const DARK = { theme: 'dark', locale: 'en' } as const;
const FORCED = { ...DARK, forced: true } as const;
const ARABIC = { theme: 'light', locale: 'ar' } as const;

/** The dialog stands in the middle of a window; of its shadow an edge is enough. */
const DESKTOP = { viewport: { width: 520, height: 820 }, clip: { x: 48, y: 0, width: 424, height: 820 } };
const PHONE = { viewport: { width: 360, height: 740, isMobile: true, hasTouch: true } };
const TABLE = { viewport: { width: 2200, height: 1000 } };

/** The dialog on both devices, in both themes, under forced colours and right to left. Not each with each: that is megabytes. */
export const DIALOG_VIEWS: readonly View[] = [
  { name: 'desktop, light', ...DESKTOP, ...LIGHT },
  { name: 'desktop, forced colours', ...DESKTOP, ...FORCED },
  { name: 'phone, dark', ...PHONE, ...DARK },
  { name: 'phone, right to left', ...PHONE, ...ARABIC },
];

/** The tables of buttons, each a sheet of its own. */
export const BUTTON_VIEWS: readonly View[] = [
  { name: 'light', ...TABLE, ...LIGHT },
  { name: 'dark', ...TABLE, ...DARK },
  { name: 'forced-colours', ...TABLE, ...FORCED },
  { name: 'right-to-left', ...TABLE, ...ARABIC },
];
