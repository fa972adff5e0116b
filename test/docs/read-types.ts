import ts from 'typescript';
import { ROOT } from './read-docs.js';

const ENTRIES = ['src/index.ts', 'src/server/index.ts', 'src/sandbox/index.ts', 'src/element/environment.ts'];

let made: { program: ts.Program; checker: ts.TypeChecker } | undefined;

/** The package as TypeScript sees it, read once. */
function openProgram() {
  if (made !== undefined) return made;
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(
    ENTRIES.map((entry) => `${ROOT}${entry}`),
    options,
  );
  made = { program, checker: program.getTypeChecker() };
  return made;
}

function typeOf(file: string, name: string): { type: ts.Type; node: ts.Node } {
  const { program, checker } = openProgram();
  const source = program.getSourceFile(`${ROOT}${file}`);
  const symbol = source && checker.getSymbolAtLocation(source);
  const found = symbol && checker.getExportsOfModule(symbol).find((each) => each.name === name);
  if (found === undefined) throw new Error(`expected ${file} to export ${name}`);
  return { type: checker.getDeclaredTypeOfSymbol(found), node: source as ts.Node };
}

/** A property of an interface or class. */
export interface Member {
  name: string;
  /** The text of its `@default`. */
  defaultText: string | undefined;
  optional: boolean;
}

/** The public members of an interface or class, inherited ones of the DOM left out. */
export function membersOf(file: string, name: string): Member[] {
  const { type } = typeOf(file, name);
  return type.getProperties().flatMap((symbol) => {
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined || declaration.getSourceFile().fileName.includes('node_modules')) return [];
    if (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return [];
    if (/^(__)?#/.test(symbol.name)) return [];
    const tag = symbol.getJsDocTags().find((each) => each.name === 'default');
    return [
      {
        name: symbol.name,
        defaultText: tag?.text?.map(({ text }) => text).join(''),
        optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      },
    ];
  });
}

export function namesOf(file: string, name: string): string[] {
  return membersOf(file, name).map((member) => member.name);
}

/** The words of a union of string literals. */
export function wordsOf(file: string, name: string): string[] {
  const { type } = typeOf(file, name);
  const parts = type.isUnion() ? type.types : [type];
  return parts.map((part) => {
    if (!part.isStringLiteral()) throw new Error(`expected ${name} of ${file} to be a union of words`);
    return part.value;
  });
}
