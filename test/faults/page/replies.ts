import { answer, created, html, json, problem, told } from '../../helpers/fake-endpoint.js';

/** An answer of the endpoint, as data. */
export type Reply =
  | 'created'
  | 'lost'
  | 'never'
  | 'later'
  | 'html'
  | 'empty'
  | 'redirect'
  | { created: Record<string, unknown> }
  | { refused: number; body?: Record<string, unknown>; headers?: Record<string, string> }
  | { json: unknown }
  /** A status, with what else is told. */
  | { status: string; [field: string]: unknown };

export type Answered = Response | Error | Promise<Response>;

/** What the endpoint makes of it. `later` is a promise that the scene settles when it is told to. */
export function replyOf(reply: Reply, later: () => Promise<Response>): Answered {
  if (typeof reply !== 'string') {
    if ('status' in reply) {
      const { status, ...fields } = reply;
      return told(status, fields);
    }
    if ('created' in reply) return created(reply.created);
    if ('refused' in reply) return problem(reply.refused, reply.body, reply.headers);
    return json(reply.json);
  }
  switch (reply) {
    case 'created':
      return created();
    case 'lost':
      return new TypeError('Failed to fetch');
    case 'never':
      return new Promise(() => undefined);
    case 'later':
      return later();
    case 'html':
      return html('<h1>Welcome to nginx</h1>');
    case 'empty':
      return answer('');
    case 'redirect':
      return answer('', { status: 0, type: 'opaqueredirect' });
  }
}
