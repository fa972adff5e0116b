import { PNG } from 'pngjs';

/** Between the pictures of a sheet, and below a low one. */
const GAP = 8;
const GREY = 0x80;

/** One picture of a sheet: what it shows, and its pixels. */
export interface Panel {
  name: string;
  image: PNG;
}

/** A file of the folder `expected/`: pictures in a row. */
export interface Sheet {
  name: string;
  panels: readonly Panel[];
}

/** Each picture with where it begins in its sheet. */
export function placesOf({ panels }: Sheet): { panel: Panel; left: number }[] {
  let next = 0;
  return panels.map((panel) => {
    const left = next;
    next += panel.image.width + GAP;
    return { panel, left };
  });
}

/** A sheet as one image. */
export function drawSheet(sheet: Sheet): PNG {
  const places = placesOf(sheet);
  const image = new PNG({
    width: Math.max(...places.map(({ panel, left }) => left + panel.image.width)),
    height: Math.max(...sheet.panels.map(({ image: { height } }) => height)),
  });
  image.data.fill(GREY);
  for (const { panel, left } of places) PNG.bitblt(panel.image, image, 0, 0, panel.image.width, panel.image.height, left, 0);
  return image;
}

/** As small as this encoder makes it. Nothing is transparent. */
export function encode(image: PNG): Buffer {
  return PNG.sync.write(image, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}

/** Leaves each colour the six bits that an eye can tell apart, white and black as they are: the rest is a fifth of a file. */
export function coarsen({ data }: PNG): void {
  data.forEach((value, at) => (data[at] = (value & 0xfc) | (value >> 6)));
}
