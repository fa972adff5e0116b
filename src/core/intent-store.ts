import { attempt } from './attempt.js';
import type { IntentSlot } from './intent.js';
import { storedNames, type KeyValue } from './key-value.js';
import { parseJson } from './read.js';
import { isFresh, parseRecord, type IntentRecord } from './record.js';

export interface IntentStorePorts {
  /** Undefined where the browser refuses storage: then this page alone remembers. */
  local: KeyValue | undefined;
  session: KeyValue | undefined;
  now(): number;
}

/**
 * The page's memory of its intents, one for all buttons of a document. A copy in memory stands in where storage fails,
 * and tells the document's other buttons, who hear no `storage` event of their own page.
 */
export class IntentStore {
  readonly #ports: IntentStorePorts;
  readonly #memory = new Map<string, string>();
  readonly #listeners = new Set<{ name: string; listener: () => void }>();

  /** Called when this document remembers something for the first time. */
  onNew: () => void = () => undefined;

  constructor(ports: IntentStorePorts) {
    this.#ports = ports;
    this.#forgetOld(ports.local);
    this.#forgetOld(ports.session);
  }

  load({ area, name }: IntentSlot, endpoint: string): IntentRecord | undefined {
    const text = attempt(() => this.#ports[area]?.getItem(name)) ?? this.#memory.get(name);
    return text === undefined ? undefined : parseRecord(text, endpoint, this.#ports.now());
  }

  save({ area, name }: IntentSlot, record: IntentRecord): void {
    const text = JSON.stringify(record);
    const isNew = !this.#memory.has(name);
    const storage = this.#ports[area];
    this.#memory.set(name, text);
    const written = attempt(() => {
      storage?.setItem(name, text);
      return true;
    });
    // Full: an older record left there would be read in place of the newer one in memory.
    if (written === undefined) attempt(() => storage?.removeItem(name));
    this.#tell(name);
    if (isNew) this.onNew();
  }

  remove({ area, name }: IntentSlot): void {
    this.#memory.delete(name);
    attempt(() => this.#ports[area]?.removeItem(name));
    this.#tell(name);
  }

  /**
   * Calls back when this document changes the record; other tabs are heard through `storage` events, passed to `changedElsewhere`.
   * @returns a function that ends it
   */
  watch({ name }: IntentSlot, listener: () => void): () => void {
    const one = { name, listener };
    this.#listeners.add(one);
    return () => void this.#listeners.delete(one);
  }

  /** Another tab wrote or removed a record (`name` null: it cleared everything). */
  changedElsewhere(name: string | null): void {
    if (name === null) this.#memory.clear();
    else this.#memory.delete(name);
    this.#tell(name);
  }

  /** Once a page, what is older than a day is taken out of storage: nobody's purchases pile up there. */
  #forgetOld(area: KeyValue | undefined): void {
    attempt(() => {
      if (area === undefined) return;
      for (const name of storedNames(area)) if (!isFresh(parseJson(area.getItem(name) ?? ''), this.#ports.now())) area.removeItem(name);
    });
  }

  #tell(changed: string | null): void {
    for (const { name, listener } of [...this.#listeners]) if (changed === null || name === changed) listener();
  }
}
