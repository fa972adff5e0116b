import { orUndefined } from './or-undefined.js';
import type { IntentSlot } from './intent.js';
import { storedNames, type KeyValue } from './key-value.js';
import { parseJson } from './read.js';
import { isFresh, parseRecord, type IntentRecord } from './record.js';

interface IntentStorePorts {
  /** Undefined where the browser refuses storage: then this page alone remembers. */
  local: KeyValue | undefined;
  session: KeyValue | undefined;
  now(): number;
}

/**
 * What a page remembers of its intents, in one place for all buttons of a document: in storage, and in memory for where storage
 * fails. It calls back the document's other buttons itself, because `storage` events reach other tabs only.
 */
export class IntentStore {
  readonly #ports: IntentStorePorts;
  readonly #memory = new Map<string, string>();
  readonly #listeners = new Set<{ name: string; listener: () => void }>();

  /** Called when a record is saved that this document had not saved before. */
  onNew: () => void = () => undefined;

  constructor(ports: IntentStorePorts) {
    this.#ports = ports;
    this.#forgetOld(ports.local);
    this.#forgetOld(ports.session);
  }

  load({ area, name }: IntentSlot, endpoint: string): IntentRecord | undefined {
    const text = orUndefined(() => this.#ports[area]?.getItem(name)) ?? this.#memory.get(name);
    return text === undefined ? undefined : parseRecord(text, endpoint, this.#ports.now());
  }

  save({ area, name }: IntentSlot, record: IntentRecord): void {
    const text = JSON.stringify(record);
    const isNew = !this.#memory.has(name);
    const storage = this.#ports[area];
    this.#memory.set(name, text);
    const written = orUndefined(() => {
      storage?.setItem(name, text);
      return true;
    });
    // Storage is full: an older record left in it would be read in place of the newer one in memory.
    if (written === undefined) orUndefined(() => storage?.removeItem(name));
    this.#notify(name);
    if (isNew) this.onNew();
  }

  remove({ area, name }: IntentSlot): void {
    this.#memory.delete(name);
    orUndefined(() => this.#ports[area]?.removeItem(name));
    this.#notify(name);
  }

  /**
   * Calls back when the record is changed by this document, or by another tab, for which `changedElsewhere` has to be called.
   * @returns a function that stops watching
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
    this.#notify(name);
  }

  /** Removes what is older than a day, once per page load, so that old purchases do not pile up in storage. */
  #forgetOld(area: KeyValue | undefined): void {
    orUndefined(() => {
      if (area === undefined) return;
      for (const name of storedNames(area)) if (!isFresh(parseJson(area.getItem(name) ?? ''), this.#ports.now())) area.removeItem(name);
    });
  }

  #notify(changed: string | null): void {
    for (const { name, listener } of [...this.#listeners]) if (changed === null || name === changed) listener();
  }
}
