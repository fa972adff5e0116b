import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import ts from 'typescript';

const FILE = 'dist/custom-elements.json';
const ELEMENT = 'src/element/button/button.ts';
/** Its base class, whose properties are described as the element's own. */
const BASE = 'src/element/button/properties.ts';

/**
 * Describes the element for editors and tools: the custom elements manifest, and what VS Code and JetBrains make of it. Of the
 * class comment and the types, so that nothing is written twice: what is public, with the words that an attribute may hold and
 * the defaults of the style sheets.
 */
export function writeManifest() {
  const analyzer = spawnSync(
    process.execPath,
    [
      'node_modules/@custom-elements-manifest/analyzer/cem.js',
      'analyze',
      '--litelement',
      '--quiet',
      '--outdir',
      'dist',
      '--globs',
      ELEMENT,
      BASE,
      'src/define.ts',
    ],
    { encoding: 'utf8' },
  );
  if (analyzer.status !== 0) throw new Error(`the manifest analyzer failed: ${analyzer.stdout}${analyzer.stderr}`);
  // What an entry exports from elsewhere is named as the entry imports it, and entries lie at the top of src/.
  const manifest = JSON.parse(readFileSync(FILE, 'utf8').replaceAll(/"(?:\/?src|\.)\/([^"]+)\.[jt]s"/g, '"dist/$1.js"'));
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []);
  const element = declarations.find(({ tagName }) => tagName === 'mixpay-button');
  if (element === undefined)
    throw new Error(`expected ${FILE} to describe mixpay-button; is "@tagname mixpay-button" in the class comment?`);
  // The base class is not described apart from the element.
  manifest.modules = manifest.modules.filter(({ path }) => path !== BASE.replace(/^src(.*)ts$/, 'dist$1js'));
  element.superclass = { name: 'ReactiveElement', package: '@lit/reactive-element' };
  for (const module of manifest.modules) module.declarations &&= module.declarations.filter((declaration) => declaration === element);
  element.members = element.members.filter(({ privacy }) => privacy === undefined || privacy === 'public');
  const types = typesOf(element.name);
  for (const member of [...element.attributes, ...element.members]) {
    delete member.inheritedFrom;
    const text = types.get(member.fieldName ?? member.name);
    if (member.kind === 'method') member.return = { ...member.return, type: { text } };
    else member.type = { text };
  }
  const defaults = defaultsOfStyles();
  for (const property of element.cssProperties) property.default = defaults.get(property.name);
  writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  const options = { hideLogs: true };
  writeFileSync('dist/vscode.html-custom-data.json', getVsCodeHtmlCustomData(manifest, options));
  writeFileSync('dist/vscode.css-custom-data.json', getVsCodeCssCustomData(manifest, options));
  writeFileSync('dist/web-types.json', getWebTypesData(manifest, { ...options, packageJson: false }));
}

/** The types of a class's properties and what its methods return, with unions written out instead of their names. */
function typesOf(className) {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('tsconfig.json', ts.sys.readFile).config, ts.sys, '.');
  const program = ts.createProgram([ELEMENT], options);
  const checker = program.getTypeChecker();
  const symbol = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(ELEMENT)))
    .find(({ name }) => name === className);
  const flags = ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
  const textOf = (member) => {
    const type = checker.getTypeOfSymbol(member);
    const [signature] = type.getCallSignatures();
    return checker.typeToString(signature?.getReturnType() ?? type, undefined, flags);
  };
  return new Map(checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((member) => [member.name, textOf(member)]));
}

/** What a custom property is where the page does not set it, as the style sheets have it; not where that depends on size or variant. */
function defaultsOfStyles() {
  const files = readdirSync('src/element', { recursive: true }).filter((file) => file.endsWith('.styles.ts'));
  const styles = files.sort().map((file) => readFileSync(`src/element/${file}`, 'utf8'));
  const found = styles.flatMap((text) => [...text.matchAll(/var\(\s*(--mixpay-[\w-]+),\s*((?:[^()]|\([^()]*\))+)\)/g)]);
  const defaults = new Map();
  for (const [, name, value] of found)
    defaults
      .set(name, defaults.get(name) ?? new Set())
      .get(name)
      .add(value.trim().replaceAll(/\s+/g, ' '));
  const single = [...defaults].map(([name, values]) => [name, [...values]]).filter(([, values]) => values.length === 1);
  return new Map(single.map(([name, [value]]) => [name, value]).filter(([, value]) => !value.startsWith('var(')));
}
