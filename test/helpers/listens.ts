import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Between two looks at what another process does: without a pause they would take the processor from it. */
export const LOOK_MS = 10;

/** Whether somebody answers at a port. Where nobody does, that is told a moment later, so that it can be asked in a loop. */
export async function listens(port: number): Promise<boolean> {
  const answered = await new Promise<boolean>((resolve) => {
    const probe = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    probe.on('connect', () => probe.destroy());
  });
  if (!answered) await setTimeout(LOOK_MS);
  return answered;
}
