// `attw` for .ci/run: whether the package's types resolve, by a program that only this needs.
import { spawnSync } from 'node:child_process';
import { register } from 'tsx/esm/api';

register();
const { fileOfTool } = await import('./provide-tool.ts');
const { status } = spawnSync(process.execPath, [fileOfTool('@arethetypeswrong/cli', 'dist/index.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
