/** How many versions before it a version names. */
const ANCESTORS = 7;
/** In place of the version before the first. */
const NOTHING = '0';

const idsOf = (version: string): string[] => version.split(' ');
const baseOf = (ifVersion: string | null): string => (ifVersion === null ? NOTHING : (idsOf(ifVersion)[0] ?? NOTHING));

/**
 * A version to write over `ifVersion`: a fresh id, and those it came from. Opaque to callers, and to the stores of 0.1.0,
 * which compare the whole text. The ids before it are for `fateOf`.
 */
export function versionAfter(ifVersion: string | null): string {
  const before = ifVersion === null ? [NOTHING] : idsOf(ifVersion);
  return [crypto.randomUUID(), ...before.slice(0, ANCESTORS)].join(' ');
}

/**
 * - `written`: it was written, and perhaps written over since
 * - `lost`: another writer was first
 * - `open`: the record is still as it was, so it may be tried again
 * - `unknown`: so many have written since that nothing tells any more
 */
export type Fate = 'written' | 'lost' | 'open' | 'unknown';

/**
 * What has become of a write whose answer was lost, by the version that is found now. The writer right after `ifVersion` won
 * it, and `found` names it, unless more than seven writers have followed it.
 */
export function fateOf(version: string, ifVersion: string | null, found: string | undefined): Fate {
  if (found === undefined) return ifVersion === null ? 'open' : 'lost';
  const history = idsOf(found);
  if (history.includes(idsOf(version)[0] ?? version)) return 'written';
  if (found === ifVersion) return 'open';
  return history.includes(baseOf(ifVersion)) ? 'lost' : 'unknown';
}
