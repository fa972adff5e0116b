import { existsSync, readFileSync } from 'node:fs';
import { ENGINES, findBrowser, type Engine } from '../helpers/browsers.js';
import { run, runNode } from './processes.js';

const DEBIAN_PACKAGES: Record<Engine, string[]> = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb', 'xauth'],
};

/**
 * The engines to test in: those asked for, or all that are installed, among them at least Chromium or Firefox.
 * What is missing is installed, after a line that says so.
 * @throws where this machine has no way to install it
 */
export async function provideBrowsers(wanted: Engine[] | undefined): Promise<Engine[]> {
  const installed = ENGINES.filter((engine) => findBrowser(engine) !== undefined);
  const driven = installed.some((engine) => engine !== 'webkit');
  const missing = (wanted ?? []).filter((engine) => !installed.includes(engine));
  if (!driven && !missing.includes('chromium')) missing.push('chromium');
  if (missing.length > 0) await install(missing);
  return wanted ?? ENGINES.filter((engine) => findBrowser(engine) !== undefined);
}

async function install(engines: Engine[]): Promise<void> {
  const packages = engines.flatMap((engine) => DEBIAN_PACKAGES[engine]);
  if (isDebianAsRoot()) {
    console.log(`No installed ${engines.join(', ')} found: installing Debian's ${packages.join(' ')} with apt-get.`);
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], environment);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], environment);
  } else if (engines.every((engine) => engine === 'chromium')) {
    console.log("No installed Chrome, Chromium, Edge or Firefox found: installing Playwright's Chromium for this user.");
    await runNode(['node_modules/playwright-core/cli.js', 'install', 'chromium']);
  }
  const absent = engines.filter((engine) => findBrowser(engine) === undefined);
  if (absent.length > 0) {
    throw new Error(
      `no ${absent.join(', ')} found on this machine; install it (Debian: ${packages.join(' ')}), or leave it out with --browsers`,
    );
  }
}

function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
