/** Text that is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template whose values are escaped, for text and for quoted attributes alike; only another template's markup is not. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + textOf(values[index - 1]) + string));
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  if (typeof content === 'number') return String(content);
  return typeof content === 'object' ? content.map(textOf).join('') : '';
}
