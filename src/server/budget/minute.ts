import { isRecord } from '../../core/result.js';
import { PURPOSES, type Purpose } from './lanes.js';

/** Leave for `n` requests, taken out of the shop's minute by one process. */
export interface Block {
  id: string;
  purpose: Purpose;
  /** 0: a wish. Something of this purpose found no room. */
  n: number;
  /** Milliseconds that are known to have passed since: what some process has measured, never a difference of two clocks. */
  age: number;
  /** When it was taken by its process's clock: only for a process that has just started and has measured nothing yet. */
  at: number;
}

/** MixPay has asked for silence. */
export interface Pause {
  /** Milliseconds since the epoch, by the clock of who was told. */
  until: number;
  /** How long it was to be, in milliseconds. */
  ms: number;
}

/** What the processes share: all leave that still counts, and the pause. */
export interface Minute {
  blocks: Block[];
  pause?: Pause;
}

/** In any time as long as this no more requests than the limit leave. */
export const WINDOW = 60_000;
/** Leave that is not used this soon after it was taken is lost. */
export const BLOCK_LIFE = 3000;
/** A block counts this long: the last of its requests may have left when it was `BLOCK_LIFE` old. */
export const COUNTED = WINDOW + BLOCK_LIFE;
/** A wish is known this long: all that stood in its way is over by then, and MixPay and the sweep have come again. */
export const WISH_LIFE = 2 * WINDOW;
/** No request of MixPay's for silence is obeyed longer than this. */
export const LONGEST_PAUSE = 3_600_000;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** What the store holds, as far as it can be read. */
export function readMinute(value: unknown): Minute {
  if (!isRecord(value) || !Array.isArray(value['blocks'])) return { blocks: [] };
  const blocks = value['blocks'].flatMap((block: unknown) => readBlock(block) ?? []);
  const pause = readPause(value['pause']);
  return { blocks, ...(pause === undefined ? {} : { pause }) };
}

function readBlock(value: unknown): Block | undefined {
  if (!isRecord(value)) return undefined;
  const { id, purpose, n, age, at } = value;
  if (typeof id !== 'string' || !isTime(n) || n < 0) return undefined;
  // Of a purpose that only a later version knows: it counts all the same.
  const known = PURPOSES.find((each) => each === purpose) ?? 'create';
  return { id, purpose: known, n, age: isTime(age) ? Math.max(0, age) : 0, at: isTime(at) ? at : 0 };
}

function readPause(value: unknown): Pause | undefined {
  if (!isRecord(value) || !isTime(value['until']) || !isTime(value['ms'])) return undefined;
  return { until: value['until'], ms: Math.min(Math.max(value['ms'], 0), LONGEST_PAUSE) };
}

/** How long a pause still lasts: never longer than it was to be, for the clock it was written by may be ahead. */
export function pauseLeft(pause: Pause | undefined, now: number): number {
  return pause === undefined ? 0 : Math.min(pause.until - now, pause.ms);
}
