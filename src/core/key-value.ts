/** The part of `Storage` that is used. Every call may throw: storage can be refused, full, or cut off in a frame. */
export interface KeyValue {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  /** With `key`, the names kept, where they can be told: `Storage` tells them. */
  readonly length?: number;
  key?(index: number): string | null;
}

/** What the names of all that this package stores begin with. */
export const STORED = 'mixpay-button:';

/** The names under which this package stored something. @throws where storage is refused */
export function storedNames(area: KeyValue): string[] {
  return Array.from({ length: area.length ?? 0 }, (_, index) => area.key?.(index) ?? '').filter((name) => name.startsWith(STORED));
}
