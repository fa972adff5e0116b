import { PassThrough, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** More than any runner prints: one whose output is not taken stands still. */
const MOST_KEPT = 2 ** 30;

/**
 * Begins work beside that of others. What it prints is kept.
 * @returns a function that prints this, and what is still to come, and returns the result of the work or throws its error
 */
export function aside<T>(work: (output: Writable) => Promise<T>): () => Promise<T> {
  const kept = new PassThrough({ highWaterMark: MOST_KEPT });
  const result = work(kept);
  // Nobody waits for it yet, and an error that nobody waits for would end this process.
  result.catch(() => undefined);
  return async () => {
    kept.pipe(process.stdout);
    try {
      return await result;
    } finally {
      kept.end();
      await finished(kept);
    }
  };
}
