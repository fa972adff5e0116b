import { Shelf } from '../common/shelf.js';
import { newToken, visitorOfToken, type Visitors } from '../common/visitors.js';
import type { Store } from '../../src/server/index.js';

/** The one visitor of this browser: a worker can neither read nor set cookies, and its store is nobody else's. */
export function onlyVisitor(store: Store): Visitors {
  const tokens = new Shelf<{ token: string }>(store, 'token');
  const newcomer = () => ({ token: newToken() });
  const current = async (): Promise<string> => {
    const kept = await tokens.change('visitor', (found) => (found === undefined ? newcomer() : undefined));
    return visitorOfToken((kept ?? newcomer()).token);
  };
  return {
    of: () => current(),
    welcome: async () => ({ visitor: await current(), headers: {} }),
    async farewell() {
      await tokens.change('visitor', newcomer);
      return {};
    },
  };
}
