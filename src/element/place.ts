import type { Page } from './page.js';

/** A button's place among equal buttons without ids: fixed at first connection, kept through moves and other prices. */
export class Place {
  readonly #page: Pick<Page, 'claimPlace' | 'releasePlace'>;
  #claim: { name: string; place: number } | undefined;

  constructor(page: Pick<Page, 'claimPlace' | 'releasePlace'>) {
    this.#page = page;
  }

  /** The place among those equal to `name`, as near to the one before as is free. */
  among(name: string): number {
    if (this.#claim?.name !== name) {
      const wanted = this.#claim?.place;
      this.release();
      this.#claim = { name, place: this.#page.claimPlace(name, wanted) };
    }
    return this.#claim.place;
  }

  release(): void {
    if (this.#claim !== undefined) this.#page.releasePlace(this.#claim.name, this.#claim.place);
    this.#claim = undefined;
  }
}
