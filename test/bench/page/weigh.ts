// Runs in the page: puts many elements into it and takes them out again.

export interface Weighing {
  /** Milliseconds until all are upgraded, rendered and laid out. */
  upgrade: number;
  /** Milliseconds until all are gone. */
  removal: number;
}

export interface Scales {
  mount(tag: string, amount: number): Promise<number>;
  unmount(): Promise<number>;
  weigh(tag: string, amount: number): Promise<Weighing>;
}

declare global {
  interface Window {
    scales: Scales;
    gc?: () => void;
  }
}

/** What is due after this task and its promises has run. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

let box = document.createElement('div');

window.scales = {
  async mount(tag, amount) {
    const template = document.createElement('template');
    // The same attributes for all, so that the document's own share is the same.
    template.innerHTML = Array.from(
      { length: amount },
      (_, n) => `<${tag} endpoint="/api/mixpay" item="thing-${n}" quote-amount="10" quote-asset-id="usd" label="Pay $10"></${tag}>`,
    ).join('');
    box = document.createElement('div');
    document.body.append(box);
    await nextTask();
    window.gc?.();
    const start = performance.now();
    // What comes out of a template is upgraded only here.
    box.append(template.content);
    await Promise.all(Array.from(box.children, (child) => (child as unknown as { updateComplete: Promise<unknown> }).updateComplete));
    await nextTask();
    box.getBoundingClientRect();
    return performance.now() - start;
  },
  async unmount() {
    await nextTask();
    const start = performance.now();
    box.remove();
    await nextTask();
    const took = performance.now() - start;
    box = document.createElement('div');
    return took;
  },
  async weigh(tag, amount) {
    return { upgrade: await window.scales.mount(tag, amount), removal: await window.scales.unmount() };
  },
};
