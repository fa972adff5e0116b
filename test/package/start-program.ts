import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that prints what happens. */
export interface Program {
  /** Resolves with the first line that contains the words, printed already or yet to come. Rejects where the program ends before. */
  line(words: string): Promise<string>;
  stop(): void;
}

/** Starts a program with Node in a folder. */
export function startProgram(folder: string, file: string, env: Record<string, string>): Program {
  const child: ChildProcess = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${String(code)} after it printed:\n${printed.join('\n')}`)));
  });
  ended.catch(() => undefined);
  if (child.stdout === null) throw new Error('expected the program to have an output');
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => printed.push(line));
  return {
    line(words) {
      const found = printed.find((line) => line.includes(words));
      if (found !== undefined) return Promise.resolve(found);
      const told = new Promise<string>((resolve) => {
        lines.on('line', (line) => {
          if (line.includes(words)) resolve(line);
        });
      });
      return Promise.race([told, ended]);
    },
    stop: () => void child.kill(),
  };
}
