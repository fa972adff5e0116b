import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Shop {
  origin: string;
  /** The orders that `onPaid` was called for, once for each call. */
  fulfilled(): Promise<string[]>;
  /** Moves a payment on, as the payer or the network would. */
  control(code: string, change: object): Promise<void>;
  stop(): void;
}

/** Starts the fixture's shop.js on a free port. */
export async function startShop(folder: string): Promise<Shop> {
  const server = spawn(process.execPath, ['shop.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once('line', resolve);
    server.once('exit', (code) => reject(new Error(`shop.js ended with ${String(code)} before it listened`)));
  });
  return {
    origin,
    fulfilled: async () => (await (await fetch(`${origin}/fulfilled`)).json()) as string[],
    control: async (code, change) => {
      const body = JSON.stringify(change);
      const answer = await fetch(`${origin}/sandbox/control/${code}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(`expected the sandbox to take ${body}, but received ${answer.status}: ${await answer.text()}`);
    },
    stop: () => void server.kill(),
  };
}
