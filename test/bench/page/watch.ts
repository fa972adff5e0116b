// Runs in the page before every other script: notes when something was pressed, asked, answered and seen.

/** Milliseconds since the page began. */
export interface Marks {
  pressed?: number;
  requested?: number;
  answered?: number;
  /** The first frame with the QR code in it. */
  visible?: number;
}

export interface Watch {
  marks: Marks;
  /** Milliseconds that tasks took beyond 50 each, between two times. */
  blocked(from: number, to: number): number;
  /** Forgets what was noted and waits for the QR code of the next press. */
  expect(qr: string): void;
}

declare global {
  interface Window {
    watch: Watch;
  }
}

const tasks: PerformanceEntry[] = [];
new PerformanceObserver((list) => void tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });

const watch: Watch = {
  marks: {},
  blocked(from, to) {
    const within = tasks.filter(({ startTime, duration }) => startTime + duration > from && startTime < to);
    return within.reduce((total, { duration }) => total + Math.max(0, duration - 50), 0);
  },
  expect(qr) {
    watch.marks = {};
    const look = (): void => {
      if (isSeen(qr, document)) watch.marks.visible = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },
};
window.watch = watch;

/** Also inside shadow roots, however deep. */
function isSeen(selector: string, root: ParentNode): boolean {
  if ([...root.querySelectorAll(selector)].some((found) => found.getClientRects().length > 0)) return true;
  return [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && isSeen(selector, shadowRoot));
}

addEventListener('click', ({ timeStamp }) => (watch.marks.pressed ??= timeStamp), true);

const fetch = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const { marks } = watch;
  marks.requested ??= performance.now();
  const answer = await fetch(input, init);
  marks.answered ??= performance.now();
  return answer;
};
