import { readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { transform } from 'esbuild';

/**
 * Serves TypeScript as the JavaScript it is written for, module by module.
 * @param root the folder that is served
 * @param tsconfig without it esbuild emits standard decorators, which Lit refuses on fields
 */
export function typescript(root: string, tsconfig: string): TestRunnerPlugin {
  const tsconfigRaw = readFileSync(tsconfig, 'utf8');
  return {
    name: 'typescript',
    resolveMimeType: ({ path }) => (path.endsWith('.ts') ? 'js' : undefined),
    // A TypeScript module imports its neighbours by the names they will have.
    resolveImport({ source, context }) {
      if (!context.path.endsWith('.ts') || !/^\.{1,2}\/.*\.js$/.test(source)) return undefined;
      const written = source.replace(/\.js$/, '.ts');
      return existsSync(join(root, dirname(context.path), written)) ? written : undefined;
    },
    async transform({ path, body }) {
      if (!path.endsWith('.ts') || typeof body !== 'string') return undefined;
      const { code } = await transform(body, {
        loader: 'ts',
        format: 'esm',
        target: 'es2022',
        sourcemap: 'inline',
        sourcefile: path,
        tsconfigRaw,
        // For test/helpers/runs.ts: a page has no environment.
        define: { 'process.env.RUNS': JSON.stringify(process.env.RUNS ?? '') },
      });
      return { body: code };
    },
  };
}
