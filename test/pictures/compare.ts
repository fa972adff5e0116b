import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { drawSheet, placesOf, type Panel, type Sheet } from './sheet.js';

/**
 * How far a pixel's colour may be off before it counts: a grey by 7 of 255. Two runs differ in places by one step of `coarsen`,
 * which is 4. The 0.1 that is usual would take #2b4bd2 for #2b4bf2, which is 0.04 away.
 */
const COLOUR = 0.03;

/**
 * How many such pixels a picture may have, the edges of letters and curves aside, which pixelmatch leaves out. There were none
 * between Chromium 149 and 156, nor with the processor's wide instructions off. The smallest sign, the "!" of a small button, has 9.
 */
const PIXELS = 4;

/** A picture of a sheet that looks otherwise, and by how many pixels; no number where there is nothing to compare with. */
export interface Change {
  panel: string;
  pixels?: number;
}

/** How many pixels of two pictures of one size differ, and a drawing of where. */
export function differ(expected: PNG, { width, height, data }: PNG): { pixels: number; drawing: PNG } {
  const drawing = new PNG({ width, height });
  return { pixels: pixelmatch(expected.data, data, drawing.data, width, height, { threshold: COLOUR }), drawing };
}

/** Whether so many pixels are a change, and not the noise of another machine. */
export function isChange(pixels: number): boolean {
  return pixels > PIXELS;
}

/** What has changed in a sheet, panel by panel, so that something small counts in a large one. */
export function compare(expected: PNG | undefined, sheet: Sheet): { changes: Change[]; drawing?: PNG } {
  const { width, height } = drawSheet(sheet);
  if (expected?.width !== width || expected.height !== height) return { changes: sheet.panels.map(({ name }) => ({ panel: name })) };
  const found = placesOf(sheet).map(({ panel, left }) => ({ panel, ...differ(cutOut(expected, left, panel), panel.image) }));
  return {
    changes: found.flatMap(({ panel, pixels }) => (isChange(pixels) ? [{ panel: panel.name, pixels }] : [])),
    drawing: drawSheet({ name: sheet.name, panels: found.map(({ panel, drawing }) => ({ name: panel.name, image: drawing })) }),
  };
}

/** The part of a sheet's image where a panel is. */
function cutOut(image: PNG, left: number, { image: { width, height } }: Panel): PNG {
  const cut = new PNG({ width, height });
  PNG.bitblt(image, cut, left, 0, width, height, 0, 0);
  return cut;
}
