/** What WCAG 2 asks for between text and what is behind it. */
const ENOUGH = 4.5;

/** The relative luminance of a computed colour, 0 to 1; undefined where it is transparent or not spelled as `rgb()`. */
function luminance(colour: string): number | undefined {
  const [red, green, blue] = (/^rgb\((.+)\)$/.exec(colour)?.[1] ?? '')
    .split(',')
    .map((channel) => (Number(channel) <= 10 ? Number(channel) / 3294.6 : ((Number(channel) / 255 + 0.055) / 1.055) ** 2.4));
  return red === undefined || green === undefined || blue === undefined ? undefined : 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Warns the developer where text and background are too similar to read. A button is measured as it looks before a payment. */
export function warnOfContrast(element: Element, remedy: string): void {
  const { className } = element;
  element.classList.remove('busy', 'open', 'paid', 'failed');
  const { color, backgroundColor } = getComputedStyle(element);
  const [words, ground] = [luminance(color), luminance(backgroundColor)];
  element.className = className;
  if (words === undefined || ground === undefined) return;
  const ratio = (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05);
  if (ratio >= ENOUGH) return;
  console.warn(
    `<mixpay-button> expected words with a contrast of ${ENOUGH}:1, found ${color} on ${backgroundColor}: ${ratio.toFixed(2)}:1. Change ${remedy}.`,
  );
}
