/** What is used of miniflare, which is installed by the tests that need it and is not there when types are checked. */
export interface MiniflareModule {
  Miniflare: new (options: object) => {
    readonly ready: Promise<URL>;
    dispatchFetch(url: string, init: { method: string; body: string }): Promise<Response>;
    dispose(): Promise<void>;
  };
}
