export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const WHITE: Colour = [255, 255, 255, 1];
const BLACK: Colour = [0, 0, 0, 1];

/** Few colours are asked about, each of them thousands of times, and a canvas takes long to make. */
const known = new Map<string, Colour>();

/** What a colour of CSS is on a screen: any notation, also the ones that computed styles keep. */
export function readColour(text: string): Colour {
  const colour = known.get(text) ?? paint(text);
  known.set(text, colour);
  return colour;
}

function paint(text: string): Colour {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('expected a canvas');
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([r, g, b, alpha]: Colour, [r2, g2, b2]: Colour): Colour {
  const mix = (top: number, below: number): number => top * alpha + below * (1 - alpha);
  return [mix(r, r2), mix(g, g2), mix(b, b2), 1];
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number): number => (channel <= 10.31475 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The ratio of WCAG 2, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * The contrast of an element's text with what is behind it: its own background and those of its ancestors, through shadow
 * roots. A picture, or nothing at all, may be anything: then it is the worse of black and white.
 */
export function textContrast(element: Element): number {
  const { color } = getComputedStyle(element);
  return Math.min(
    ...[WHITE, BLACK].map((page) => {
      const behind = backgroundOf(element, page);
      return contrast(over(readColour(color), behind), behind);
    }),
  );
}

export function backgroundOf(element: Element, page: Colour): Colour {
  const layers: Colour[] = [];
  for (let node: Element | null = element; node !== null; node = parentOf(node)) {
    const { backgroundColor, backgroundImage } = getComputedStyle(node);
    if (backgroundImage !== 'none') break;
    layers.unshift(readColour(backgroundColor));
    if (layers[0]?.[3] === 1) break;
  }
  return layers.reduce((below, layer) => over(layer, below), page);
}

function parentOf(node: Element): Element | null {
  if (node instanceof HTMLDialogElement) return null;
  const root = node.getRootNode();
  return node.assignedSlot ?? node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
