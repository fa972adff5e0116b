/**
 * Keeps a button as wide as it was while other words than its own label stand on it, where its words decide how wide it is:
 * a shorter "Paid" must not pull together what stands beside it. Longer words wrap.
 */
export class WidthHold {
  /** Pixels, with the words before. */
  #width = 0;

  /** Called before each drawing. */
  before({ offsetWidth }: HTMLElement): void {
    this.#width = offsetWidth;
  }

  /** Called after each drawing. @param others whether other words than its own label are on it */
  after({ offsetWidth, style }: HTMLElement, others: boolean): void {
    // A container that sets the width has kept it; a button that was hidden has none.
    if (others && (this.#width === 0 || offsetWidth === this.#width)) return;
    style.width = others ? `${this.#width}px` : '';
    style.maxWidth = others ? '100%' : '';
  }
}
