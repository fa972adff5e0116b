/** Of jsdom, which has no types of its own, what the tests use. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { url: string });
    readonly window: object;
  }
}
