import { correction, generate } from 'lean-qr/nano';

/** Modules of light margin that ISO/IEC 18004 asks for on every side. */
const QUIET_ZONE = 4;

export interface QrDrawing {
  /** All dark modules as one SVG path: runs of modules as rectangles one module high. */
  path: string;
  /** Width and height in modules, quiet zone included. */
  size: number;
}

/** Draws a text as a QR code of at least medium error correction, enough for a scratched or glaring screen. */
export function drawQr(text: string): QrDrawing {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const { size } = code;
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!code.get(column, row)) continue;
      const start = column;
      while (code.get(column + 1, row)) column += 1;
      path += `M${start + QUIET_ZONE} ${row + QUIET_ZONE}h${column - start + 1}v1h${start - column - 1}z`;
    }
  }
  return { path, size: size + 2 * QUIET_ZONE };
}

/**
 * Makes a drawing as large as its card allows in whole device pixels a module: modules of unequal widths are harder to read.
 * @param svg with a `viewBox`, in its card
 */
export function fitQr(svg: SVGSVGElement): void {
  const { clientWidth, clientHeight } = svg.parentElement as HTMLElement;
  const { currentCSSZoom: zoom = 1 } = svg as { currentCSSZoom?: number };
  const pixel = devicePixelRatio * zoom;
  const modules = svg.viewBox.baseVal.width;
  // One in a place that is not shown, or too small for whole pixels, is as large as there is room.
  const size = (Math.floor((Math.min(clientWidth, clientHeight) * pixel) / modules) * modules) / pixel;
  svg.style.width = size > 0 ? `${size}px` : '';
}
