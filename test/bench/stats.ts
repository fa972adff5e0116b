/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies, between neighbours in proportion. @throws without any value */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error('expected at least one value to take a quantile of');
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Measures each contestant once a round, so that whatever else this machine does affects all of them alike. Each round begins
 * with another one.
 * @returns the values of each, in the order of the contestants
 */
export async function interleaved<T>(rounds: number, contestants: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const values = contestants.map((): T[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const which = (round + turn) % contestants.length;
      const measure = contestants[which];
      if (measure !== undefined) values[which]?.push(await measure());
    }
  }
  return values;
}
