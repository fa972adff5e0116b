interface Emitter {
  on(event: 'error', listener: () => void): unknown;
  listenerCount(event: 'error'): number;
}

/**
 * Listens to a client's `error` event where nobody else does: it reports connections lost while idle, and without a listener it
 * ends the process (https://nodejs.org/api/events.html#error-events). The shop misses nothing: the next call on a lost connection
 * fails, or waits, by itself.
 */
export function hearErrors(client: object): void {
  if (isEmitter(client) && client.listenerCount('error') === 0) client.on('error', () => undefined);
}

const isEmitter = (value: object): value is Emitter =>
  'on' in value && typeof value.on === 'function' && 'listenerCount' in value && typeof value.listenerCount === 'function';
