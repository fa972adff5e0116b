/**
 * Keeps a button as wide as it was with its own label while other words stand on it, where its words decide how wide it is:
 * a shorter "Paid" must not pull together what stands beside it. Longer words wrap.
 */
export class WidthHold {
  /** Pixels, with its own label. */
  #width = 0;
  #othersWere = false;

  /** Called before each drawing. */
  before(button: HTMLElement): void {
    if (!this.#othersWere) this.#width = button.offsetWidth;
  }

  /** Called after each drawing. @param others whether other words than its own label are on it */
  after({ offsetWidth, style }: HTMLElement, others: boolean): void {
    if (others === this.#othersWere) return;
    this.#othersWere = others;
    // A container that sets the width has kept it; a button that was hidden has none.
    const held = others && this.#width > 0 && offsetWidth !== this.#width;
    style.width = held ? `${this.#width}px` : '';
    style.maxWidth = held ? '100%' : '';
  }
}
