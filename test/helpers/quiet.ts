import { settle } from './fake-clock.js';

let underWay = 0;

/** Counts the calls of Web Crypto under way: they run on threads of their own, for which turns of the event loop do not wait. */
function counted<T extends object>(target: T, names: readonly (keyof T & string)[]): void {
  for (const name of names) {
    const original = target[name] as (...parameters: unknown[]) => Promise<unknown>;
    const counting = async (...parameters: unknown[]): Promise<unknown> => {
      underWay++;
      try {
        return await original.apply(target, parameters);
      } finally {
        underWay--;
      }
    };
    Object.defineProperty(target, name, { configurable: true, value: counting });
  }
}

counted(crypto.subtle, ['sign', 'verify', 'importKey', 'digest']);

/** Resolves once everything that waits for no clock has run to its end. */
export async function quiet(): Promise<void> {
  do await settle();
  while (underWay > 0);
}
