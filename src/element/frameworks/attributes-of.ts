import { MixPayButton } from '../button/button.js';

/**
 * A component's props with the element's properties turned into attributes, which work on a server, in a page and in every version
 * of a framework. Other props stay as they are.
 */
export function attributesOf(props: object): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props) as [string, string | number | boolean | null | undefined][]) {
    if (MixPayButton.properties[name]?.type === Boolean) attributes[name] = value === true || value === '' || undefined;
    else if (Object.hasOwn(MixPayButton.properties, name)) attributes[attributeOf(name)] = value == null ? undefined : String(value);
    else attributes[name] = value;
  }
  return attributes;
}

/** The attribute's name for a property, as it is written in HTML. */
export function attributeOf(name: string): string {
  return String(MixPayButton.properties[name]?.attribute ?? name);
}
