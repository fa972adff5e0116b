import { INTENT_PREFIX, isExpired, parseRecord, type IntentRecord, type IntentSlot } from './intent.js';

/** The part of `Storage` that is used. Every call may throw: storage can be refused, full, or cut off in a frame. */
export interface KeyValue {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  /** The names kept, where they can be told: `Storage` tells them. */
  readonly length?: number;
  key?(index: number): string | null;
}

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
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #tidied = new WeakSet<KeyValue>();

  /** Called when this document remembers something for the first time. */
  onNew: () => void = () => undefined;

  constructor(ports: IntentStorePorts) {
    this.#ports = ports;
  }

  load(slot: IntentSlot, endpoint: string): IntentRecord | undefined {
    const text = this.#read(slot);
    return text === null ? undefined : parseRecord(text, endpoint, this.#ports.now());
  }

  save(slot: IntentSlot, record: IntentRecord): void {
    const text = JSON.stringify(record);
    const isNew = !this.#memory.has(slot.name);
    this.#memory.set(slot.name, text);
    const area = this.#ports[slot.area];
    this.#forgetOld(area);
    // Full: an older record left there would be believed before the newer one in memory.
    if (area !== undefined && !succeeds(() => area.setItem(slot.name, text))) attempt(() => area.removeItem(slot.name));
    this.#tell(slot.name);
    if (isNew) this.onNew();
  }

  remove(slot: IntentSlot): void {
    this.#memory.delete(slot.name);
    attempt(() => this.#ports[slot.area]?.removeItem(slot.name));
    this.#tell(slot.name);
  }

  /** Calls back when this document changes the record; other tabs are heard through `storage` events, passed to `changedElsewhere`. */
  watch(slot: IntentSlot, listener: () => void): () => void {
    const listeners = this.#listeners.get(slot.name) ?? new Set();
    this.#listeners.set(slot.name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(slot.name);
    };
  }

  /** Another tab wrote or removed a record (`name` null: it cleared everything). */
  changedElsewhere(name: string | null): void {
    if (name === null) this.#memory.clear();
    else this.#memory.delete(name);
    for (const watched of name === null ? [...this.#listeners.keys()] : [name]) this.#tell(watched);
  }

  /** Once a page, what is older than a day is taken out of storage: nobody's purchases pile up there. */
  #forgetOld(area: KeyValue | undefined): void {
    if (area === undefined || this.#tidied.has(area)) return;
    this.#tidied.add(area);
    attempt(() => {
      const names = Array.from({ length: area.length ?? 0 }, (_, index) => area.key?.(index) ?? '');
      for (const name of names.filter((kept) => kept.startsWith(INTENT_PREFIX))) {
        if (isExpired(area.getItem(name) ?? '', this.#ports.now())) area.removeItem(name);
      }
    });
  }

  #read(slot: IntentSlot): string | null {
    const stored = attempt(() => this.#ports[slot.area]?.getItem(slot.name) ?? null);
    return stored ?? this.#memory.get(slot.name) ?? null;
  }

  #tell(name: string): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
