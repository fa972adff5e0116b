/** Runs one piece of work at a time, the latest: starting the same work again returns its run, starting other work aborts that run. */
export class LatestRun<T> {
  #run: { name: string; controller: AbortController; promise: Promise<T> } | undefined;

  /** The name of the work that is running; undefined while there is none. */
  get name(): string | undefined {
    return this.#run?.name;
  }

  start(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#run?.name === name) return this.#run.promise;
    this.abort();
    const controller = new AbortController();
    const promise = work(controller.signal).finally(() => {
      if (!controller.signal.aborted) this.#run = undefined;
    });
    this.#run = { name, controller, promise };
    return promise;
  }

  abort(): void {
    this.#run?.controller.abort();
    this.#run = undefined;
  }
}
