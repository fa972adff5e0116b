/** Replaces each `{{name}}` by its value, escaped, and each `{{{name}}}` by its value as it is. A name that is not given throws. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .replace(/\{\{\{([\w.]+)\}\}\}/g, (_, name: string) => valueOf(values, name))
    .replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => escaped(valueOf(values, name)));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function valueOf(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`template: expected one of ${Object.keys(values).join(', ')} between {{ }}, received ${name}`);
  return value;
}
