/** The part of `Storage` that is used. Every call may throw: storage can be refused, full, or cut off in a frame. */
export interface KeyValue {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  /** How many names are stored; `key` returns them one by one. `Storage` has both. Where they are missing nothing can be listed. */
  readonly length?: number;
  key?(index: number): string | null;
}

/** Every name under which this package stores something begins with this. */
export const STORED = 'mixpay-button:';

/** The names under which this package stored something. @throws where storage is refused */
export function storedNames(area: KeyValue): string[] {
  return Array.from({ length: area.length ?? 0 }, (_, index) => area.key?.(index) ?? '').filter((name) => name.startsWith(STORED));
}
