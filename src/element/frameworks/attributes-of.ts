import { MixPayButton } from '../button/button.js';

/**
 * Properties of the element as attributes, which are the same on a server and in a page and in every version of a framework;
 * other names stay as they are.
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

/** The attribute of a property, as it is written in HTML. */
export function attributeOf(name: string): string {
  return String(MixPayButton.properties[name]?.attribute ?? name);
}
