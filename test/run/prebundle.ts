import { createRequire } from 'node:module';
import type { TestRunnerPlugin } from '@web/test-runner';
import { build } from 'esbuild';

const ROUTE = '/__prebundled/';
const require = createRequire(import.meta.url);

/** Serves CommonJS packages, which no browser can import, as one ES module each with the same names. */
export function prebundle(packages: string[]): TestRunnerPlugin {
  const bundles = new Map<string, Promise<string>>();
  return {
    name: 'prebundle',
    resolveImport({ source }) {
      const known = packages.some((name) => source === name || source.startsWith(`${name}/`));
      return known ? `${ROUTE}${source}` : undefined;
    },
    async serve(context) {
      if (!context.path.startsWith(ROUTE)) return undefined;
      const source = context.path.slice(ROUTE.length);
      const bundle = bundles.get(source) ?? bundleModule(source);
      bundles.set(source, bundle);
      return { body: await bundle, type: 'js' };
    },
  };
}

async function bundleModule(source: string): Promise<string> {
  // esbuild cannot tell the names that a CommonJS module exports, so they are asked of the module itself
  const names = Object.keys(require(source) as object).filter((name) => name !== 'default');
  const contents = `import whole from '${source}'; export default whole; export const { ${names.join(', ')} } = whole;`;
  const result = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return result.outputFiles.map((file) => file.text).join('');
}
