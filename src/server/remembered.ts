/** The newest entries of a map, up to a limit: for what can be worked out again once it has been forgotten. */
export class Remembered<Value> {
  readonly #most: number;
  readonly #entries = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** @returns the value */
  keep(key: string, value: Value): Value {
    // A map lists its entries in the order they came.
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#most) this.#entries.delete(oldest);
    this.#entries.set(key, value);
    return value;
  }
}
