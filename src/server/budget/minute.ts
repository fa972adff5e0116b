import { isRecord } from '../../core/result.js';
import { PURPOSES, type Purpose } from './lanes.js';

/** Permission for `n` requests, taken out of the shop's minute by one process. */
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

/** A pause, because MixPay has answered 1429. */
export interface Pause {
  /** Milliseconds since the epoch, by the clock of who was told. */
  until: number;
  /** How long it was to be, in milliseconds. */
  ms: number;
}

/** What the processes share: all permissions that still count, and the pause. */
export interface Minute {
  blocks: Block[];
  pause?: Pause;
}

/** Milliseconds in which no more requests than the limit are sent, whenever they begin. */
export const WINDOW = 60_000;
/** Milliseconds after which permission that was taken and not used is lost. */
export const BLOCK_LIFE = 3000;
/** A block counts this long: the last of its requests may have left when it was `BLOCK_LIFE` old. */
export const COUNTED = WINDOW + BLOCK_LIFE;
/** A wish counts this long: by then all blocks that took its room are over, and callback and sweep have tried again. */
export const WISH_LIFE = 2 * WINDOW;
/** Milliseconds: no 1429 stops requests for longer, whatever its `Retry-After` says. */
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

/** How long a pause still lasts: never longer than it was meant to be, because the clock it was written by may be ahead. */
export function pauseLeft(pause: Pause | undefined, now: number): number {
  return pause === undefined ? 0 : Math.min(pause.until - now, pause.ms);
}
