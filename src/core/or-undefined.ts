/** What was read, or undefined where that throws: merely reading `localStorage` does where the browser refuses it. */
export function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
