import type { PageClock } from '../../src/core/clock.js';

/** One request as the merchant's endpoint saw it. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: Headers;
  body: Record<string, unknown>;
  signal: AbortSignal | undefined;
}

type Answer = Response | Error | Promise<Response> | ((request: SeenRequest) => Response | Promise<Response>);

/** A merchant's endpoint played by the test: it answers what it is told to, and remembers what it was asked. */
export class FakeEndpoint {
  /** Milliseconds its clock is ahead of the device's in the beginning. */
  ahead = 0;
  readonly #clock: Pick<PageClock, 'monotonic'> | undefined;

  /** @param clock names its time in every JSON answer, as our server does; without one, like a hand-written endpoint, in none */
  constructor(clock?: Pick<PageClock, 'monotonic'>) {
    this.#clock = clock;
  }

  readonly seen: SeenRequest[] = [];
  readonly #creates: Answer[] = [];
  readonly #statuses: Answer[] = [];
  #always: { create?: Answer; status?: Answer } = {};

  /** The next answers to a create, one each. */
  willAnswer(...answers: Answer[]): this {
    this.#creates.push(...answers);
    return this;
  }

  /** The next answers of the status URL, one each; the last one is repeated. */
  willTell(...answers: Answer[]): this {
    this.#statuses.push(...answers);
    return this;
  }

  get creates(): SeenRequest[] {
    return this.seen.filter((request) => request.method === 'POST');
  }

  get reads(): SeenRequest[] {
    return this.seen.filter((request) => request.method === 'GET');
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request: SeenRequest = {
      method: init.method ?? 'GET',
      url: String(input instanceof Request ? input.url : input),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {},
      signal: init.signal ?? undefined,
    };
    this.seen.push(request);
    const kind = request.method === 'POST' ? 'create' : 'status';
    const queue = kind === 'create' ? this.#creates : this.#statuses;
    const answer = queue.shift() ?? this.#always[kind];
    if (answer === undefined) throw new TypeError(`the test gave no answer to ${request.method} ${request.url}`);
    if (kind === 'status') this.#always = { ...this.#always, status: answer };
    if (answer instanceof Error) throw answer;
    return orAbort(typeof answer === 'function' ? answer(request) : answer, request.signal).then((response) => this.#timed(response));
  };

  #timed(response: Response): Response {
    const clock = this.#clock;
    if (clock === undefined || !response.ok) return response;
    const text = (): Promise<string> => response.text().then((body) => withTime(body, clock.monotonic() + this.ahead));
    return { ok: true, status: response.status, type: response.type, headers: response.headers, text } as unknown as Response;
  }
}

/** An answer that is an object with the server's time in it, where it names none itself. */
function withTime(body: string, time: number): string {
  if (!body.startsWith('{') || body.includes('"now"') || body.includes('"success"')) return body;
  return `{"now":"${new Date(time).toISOString()}"${body === '{}' ? '' : ','}${body.slice(1)}`;
}

/** A request given up rejects, whatever the server does. */
function orAbort(answer: Response | Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new DOMException('The operation was aborted.', 'AbortError'));
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop);
    Promise.resolve(answer).then(resolve, reject);
  });
}

export interface AnswerInit {
  status?: number;
  headers?: Record<string, string>;
  type?: ResponseType;
}

/**
 * An answer whose body is there at once: engines hand over the body of a real `Response` at a moment of their own, which
 * a test that turns the clock by hand could not foresee.
 */
export function answer(body: string, { status = 200, headers = {}, type = 'basic' }: AnswerInit = {}): Response {
  const plain = {
    ok: status >= 200 && status < 300,
    status,
    type,
    headers: new Headers(headers),
    text: () => Promise.resolve(body),
  };
  return plain as unknown as Response;
}

export function json(body: unknown, init: AnswerInit = {}): Response {
  return answer(JSON.stringify(body), { ...init, headers: { 'Content-Type': 'application/json', ...init.headers } });
}

export function html(body: string, status = 200): Response {
  return answer(body, { status, headers: { 'Content-Type': 'text/html' } });
}

/** Problem details as a refusal. */
export function problem(status: number, body: Record<string, unknown> = {}, headers: Record<string, string> = {}): Response {
  return json(
    { type: 'about:blank', title: 'Refused', status, ...body },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );
}

export const CODE = '525502dd-e552-4505-b114-32fe32ff23c2';

/** What an endpoint answers to a create when all is well. */
export function created(fields: Record<string, unknown> = {}): Response {
  return json({ code: CODE, statusUrl: '/api/mixpay/status/token', ...fields });
}

export function told(status: string, fields: Record<string, unknown> = {}): Response {
  return json({ status, ...fields });
}

/** A promise the test settles by hand. */
export function byHand<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
