import { connect } from 'node:net';

/** Whether somebody answers at a port. */
export async function listens(port: number): Promise<boolean> {
  const answered = await new Promise<boolean>((resolve) => {
    const probe = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    probe.on('connect', () => probe.destroy());
  });
  if (!answered) await new Promise((resolve) => setImmediate(resolve));
  return answered;
}
