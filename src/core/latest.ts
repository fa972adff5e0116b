/** Latest wins: one run of some work at a time. The same work asked for again is the same run; other work takes its place. */
export class Latest<T> {
  #run: { name: string; controller: AbortController; promise: Promise<T> } | undefined;

  /** What is being worked at. */
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
