import { parseAst } from 'vite';

/** A plugin that takes white space out of the CSS and HTML of Lit's templates, which minifiers of JavaScript leave as it is. */
export const templates = {
  name: 'templates',
  transform: (code, id) => (/\/(src|dist)\/element\/.*\.[jt]s$/.test(id) ? { code: minifyTemplates(code), map: null } : undefined),
};

function minifyTemplates(code) {
  const edits = [];
  walk(parseAst(code), (node) => {
    if (node.type !== 'TaggedTemplateExpression' || node.tag.type !== 'Identifier') return;
    const minify = { css: minifyCss, html: minifyHtml, svg: minifyHtml }[node.tag.name];
    if (minify === undefined) return;
    for (const { start, end, value } of node.quasi.quasis) {
      const from = code.indexOf(value.raw, start);
      if (from < 0 || from > end) throw new Error('expected the text of a template where the parser says it is');
      edits.push({ from, to: from + value.raw.length, text: minify(value.raw) });
    }
  });
  return edits.sort((a, b) => b.from - a.from).reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), code);
}

function minifyCss(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/(?<![\w.])0(?=\.\d)/g, '')
    .replace(/;\}/g, '}')
    .trim();
}

/** One blank stays where there was any: between words it is seen. Around a line break between tags nothing is. */
function minifyHtml(text) {
  return text.replace(/>\s*\n\s*</g, '><').replace(/\s+/g, ' ');
}

function walk(node, visit) {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.type === 'string') visit(node);
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit);
}
