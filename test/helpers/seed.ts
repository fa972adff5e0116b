import fc from 'fast-check';

/**
 * Generated cases are the same at every run, so that what is green stays green until the code changes.
 * `SEED=7 npm test -- properties` plays others; `SEED=random` plays new ones each time.
 * The same cases need not be played in full by everybody at every run: the slow properties play the first of them, and all with
 * `RUNS=full`, as CI does.
 */
const { SEED = '20261121', RUNS = '' } = process.env;
fc.configureGlobal(SEED === 'random' ? {} : { seed: Number(SEED) });

/** How many cases of a property to play: so many in a full run, so many in any other. */
export const runs = (full: number, usual: number): number => (RUNS === 'full' ? full : usual);
