/** The contrast of two colours `#rrggbb`, 1 to 21, as WCAG 2 counts it. */
function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Words of normal size need this much. */
const ENOUGH = 4.5;

/** What is wrong with a brand's colours, or nothing. */
export function contrastWarning(accent: string, words: string): string {
  const contrast = contrastOf(accent, words);
  if (contrast >= ENOUGH) return '';
  const better = contrastOf(accent, '#ffffff') >= contrastOf(accent, '#000000') ? 'white' : 'black';
  return `The words are hard to read: contrast ${contrast.toFixed(1)}, needed ${ENOUGH}. On this accent ${better} reads best${
    contrastOf(accent, better === 'white' ? '#ffffff' : '#000000') >= ENOUGH ? '.' : ', but a darker accent is needed for that.'
  }`;
}
