/** A name without what people vary in it: upper and lower case, dashes and underscores. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** No name is that long, and comparing takes the product of both lengths. */
const LONGEST = 60;

/** The known name that was probably meant: the same but for its spelling, or one or two slips of the keyboard away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  if (wanted.length > LONGEST) return undefined;
  const most = wanted.length < 5 ? 1 : 2;
  const ranked = known.map((each) => ({ each, slips: slipsBetween(wanted, plain(each)) })).sort((a, b) => a.slips - b.slips);
  const [best] = ranked;
  return best !== undefined && best.slips <= most ? best.each : undefined;
}

/** ", did you mean onPaid?", or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `, did you mean ${meant}?`;
}

/** How many letters must be added, dropped, changed, or swapped with their neighbour to turn one text into the other. */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const steps = [(row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + (same ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps.push((rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(Math.min(...steps));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
