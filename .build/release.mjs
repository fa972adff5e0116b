// `npm run release`: builds, stages what npm gets in .release/, and publishes it. `npm run release -- --dry-run` only stages and
// lists what is in dist/ already. What is published is not the repository's package.json and README as they are: a package page has no relative
// pictures or links, and a merchant needs no scripts of ours.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const STAGE = '.release';
const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md'];
/** Goes into the package beside `dist/` and the documents. */
const BESIDE = ['LICENSE', 'demo/guides', '.github/readme'];
const GUIDES = 'demo/guides';
/** What of package.json only this repository needs. */
const OURS = ['devDependencies', 'scripts', 'budgets', 'overrides'];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const isRehearsal = process.argv.includes('--dry-run');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { name, version } = manifest;
/** What goes in; the patterns that leave something out are npm's to read. */
const files = manifest.files.filter((path) => !path.startsWith('!'));

if (!isRehearsal) {
  check();
  execFileSync(process.execPath, ['.build/build.mjs'], { stdio: 'inherit' });
}
stage();
const npm = isRehearsal ? ['pack', '--dry-run', `./${STAGE}`] : ['publish', `./${STAGE}`, '--access', 'public'];
execFileSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });

/** Throws where something would be published that nobody can find again. */
function check() {
  const changed = run('git', 'status', '--porcelain');
  if (changed !== '') throw new Error(`expected everything to be committed, but there is:\n${changed}`);
  if (!readFileSync('CHANGELOG.md', 'utf8').includes(`## [${version}]`)) {
    throw new Error(`expected CHANGELOG.md to have a section "## [${version}]": move what is under [Unreleased] there`);
  }
  if (run('git', 'tag', '--list', `v${version}`) === '') throw new Error(`expected a tag v${version}: git tag v${version}`);
}

function stage() {
  rmSync(STAGE, { recursive: true, force: true });
  for (const path of [...files, ...BESIDE]) {
    mkdirSync(dirname(join(STAGE, path)), { recursive: true });
    cpSync(path, join(STAGE, path), { recursive: true });
  }
  const repository = repositoryOf();
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !OURS.includes(key)));
  const published = {
    ...kept,
    files: [...manifest.files, ...DOCUMENTS, ...BESIDE],
    ...(repository && { repository: { type: 'git', url: `git+${repository}.git` } }),
  };
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const guides = readdirSync(GUIDES).map((file) => `${GUIDES}/${file}`);
  for (const document of [...DOCUMENTS, ...guides]) writeFileSync(join(STAGE, document), withoutRelativeLinks(document, repository));
}

/** The repository that this copy came from, as `https://host/owner/name`; undefined where it has none on the web. */
function repositoryOf() {
  const remote = run('git', 'config', '--default', '', '--get', 'remote.origin.url');
  const [, host, path] = /^(?:https:\/\/|git@|ssh:\/\/git@)([\w.-]+)[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote) ?? [];
  return host === undefined ? undefined : `https://${host}/${path}`;
}

/**
 * Links lead to the repository, which shows Markdown as pages. Where there is no repository, they lead to the file in the package,
 * and a link to what the package does not hold becomes plain text. Pictures always come from the package.
 */
function withoutRelativeLinks(document, repository) {
  const addressOf = (link, isPicture) => {
    const [path, hash = ''] = link.split('#');
    const target = posix.normalize(posix.join(posix.dirname(document), path));
    const isInside = [...files, ...DOCUMENTS, ...BESIDE].some((kept) => target === kept || target.startsWith(`${kept}/`));
    const anchor = hash === '' ? '' : `#${hash}`;
    if (repository !== undefined && !isPicture) return `${repository}/blob/v${version}/${target}${anchor}`;
    return isInside ? `https://unpkg.com/${name}@${version}/${target}${anchor}` : undefined;
  };
  return readFileSync(document, 'utf8')
    .replace(/(?<!!)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)\s]+)\)/g, (whole, words, link) => {
      const address = addressOf(link, false);
      return address === undefined ? words : `[${words}](${address})`;
    })
    .replace(/(?<=<img src=")(?!https?:)[^"]+/g, (link) => addressOf(link, true));
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}
