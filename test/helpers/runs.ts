/** In a browser the server of the tests writes the value in, see test/run/typescript.ts. */
const FULL = process.env.RUNS === 'full';

/**
 * How much of a matrix or a random walk to play: so much in a full run (`RUNS=full`, as CI does), so much in any other.
 * A usual run still looks at each behaviour; the full one at each combination, in each engine.
 */
export const runs = <T>(full: T, usual: T): T => (FULL ? full : usual);
