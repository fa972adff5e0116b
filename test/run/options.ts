import { ENGINES, type Engine } from '../helpers/browsers.js';

export interface Options {
  /** A test file runs when its path contains one of these words, or when there are none. */
  words: string[];
  /** The engines that must run; undefined takes what is installed. */
  browsers: Engine[] | undefined;
}

/** Reads `npm test -- [word…] [--browsers all|chromium,firefox,webkit]`. On a CI machine all three engines are required. */
export function readOptions(args: string[], ci: boolean): Options {
  const words: string[] = [];
  let browsers = ci ? [...ENGINES] : undefined;
  const rest = args.flatMap((arg) => (arg.startsWith('--browsers=') ? ['--browsers', arg.slice('--browsers='.length)] : [arg]));
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--browsers') browsers = readEngines(rest.shift());
    else if (arg.startsWith('-')) throw new Error(`expected words and --browsers, but received ${arg}`);
    else words.push(arg);
  }
  return { words, browsers };
}

function readEngines(value: string | undefined): Engine[] {
  if (value === 'all') return [...ENGINES];
  return (value ?? '').split(',').map((name) => {
    const engine = ENGINES.find((known) => known === name);
    if (engine === undefined) throw new Error(`--browsers takes all, or a list of ${ENGINES.join(', ')}, but received "${value ?? ''}"`);
    return engine;
  });
}
