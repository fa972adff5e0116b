/**
 * Returns a memory for what many buttons find out alike while they are drawn in one go. It lasts until the next microtask: whatever
 * changes in the meantime draws them again after that.
 */
export function oneRound<T>(): (key: string, find: () => T) => T {
  const found = new Map<string, T>();
  return (key, find) => {
    if (!found.has(key)) {
      found.set(key, find());
      queueMicrotask(() => found.delete(key));
    }
    return found.get(key) as T;
  };
}
