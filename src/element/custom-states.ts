const NAMES = ['busy', 'open', 'paid', 'failed'] as const;

/** Shows one of the element's `:state()`s. They are younger than the browser floor, whose engines refuse or lack plain names. */
export function showCustomState(internals: ElementInternals, shown: string): void {
  for (const name of NAMES) {
    try {
      if (name === shown) internals.states.add(name);
      else internals.states.delete(name);
    } catch {
      return;
    }
  }
}
