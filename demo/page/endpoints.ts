import node from '../servers/node.ts?raw';
import shop from '../servers/shop.ts?raw';

const NEXT = `import { createPaymentHandler } from 'mixpay-button/server';
import { shop } from '../../../../shop';

const handler = createPaymentHandler(shop);

export { handler as GET, handler as OPTIONS, handler as POST };
`;

/** The files shown for each server, one after another; what is not shown at first is fetched when somebody chooses it. */
const FILES: Readonly<Record<string, () => Promise<string> | string>> = {
  Node: () => files(['server.ts', node], ['shop.ts', shop]),
  Express: async () => files(['server.ts', await read('express.ts')], ['shop.ts', shop]),
  Hono: async () => files(['server.ts', await read('hono.ts')], ['shop.ts', shop]),
  Next: () => files(['app/api/mixpay/[[...path]]/route.ts', NEXT], ['shop.ts', shop]),
  Workers: async () => files(['worker.ts', await read('worker.ts')], ['shop.ts', shop]),
  PHP: () => read('mixpay.php'),
  Go: () => read('mixpay.go'),
  Python: () => read('mixpay.py'),
};

export const SERVERS = Object.keys(FILES);

/** The code of the endpoint for one of `SERVERS`. */
export async function endpointSnippet(server: string): Promise<string> {
  return (await FILES[server]?.()) ?? '';
}

function files(...all: [name: string, text: string][]): string {
  return all.map(([name, text]) => `// ${name}\n${text.trimEnd()}`).join('\n\n\n');
}

async function read(file: string): Promise<string> {
  const response = await fetch(`servers/${file}.txt`);
  return response.ok ? response.text() : `${file} could not be read (HTTP ${response.status}). It is in demo/servers of the repository.`;
}
