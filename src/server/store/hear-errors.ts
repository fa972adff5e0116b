interface Emitter {
  on(event: 'error', listener: () => void): unknown;
  listenerCount(event: 'error'): number;
}

/**
 * Listens to a client's `error` event where nobody does: it tells of connections lost while idle, and unheard it ends the
 * process. Nothing is kept from the shop, for the next call on a lost connection fails or waits by itself.
 */
export function hearErrors(client: object): void {
  if (isEmitter(client) && client.listenerCount('error') === 0) client.on('error', () => undefined);
}

const isEmitter = (value: object): value is Emitter =>
  'on' in value && typeof value.on === 'function' && 'listenerCount' in value && typeof value.listenerCount === 'function';
