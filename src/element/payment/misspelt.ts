import { invalidField } from '../../core/errors.js';
import { text, WHAT } from '../button/attributes.js';
import type { MixPayButton } from '../button/button.js';

/** The names that say what is bought. */
export const SOLD = WHAT.slice(0, 6);

/**
 * Refuses attributes that nearly say what is bought: something else would be sold.
 * @throws MixPayError `invalid_field`
 */
export function refuseMisspelt(button: MixPayButton): void {
  for (const name of strangersOf(button)) {
    const meant = SOLD.find((property) => isMeant(name, property));
    if (meant === undefined || text(button[meant]) === text(button.getAttribute(name))) continue;
    throw invalidField(kebab(meant), 'an attribute of this name', name, 'Rename it.');
  }
}

/** The button's attributes that the element does not know. */
export function strangersOf(button: MixPayButton): string[] {
  const known = (button.constructor as typeof MixPayButton).observedAttributes;
  // Frameworks put a sign, or one letter and a dash, before what they take for themselves.
  return button.getAttributeNames().filter((name) => !known.includes(name) && !/^.-|[^\w-]/.test(name));
}

/** The attribute of a property. */
export function kebab(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What a name is, however it is spelled. */
export function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

/** Whether a name is another with one letter too many, too few, wrong or out of its place, or the end of it. Short names are too like others. */
export function isMeant(written: string, property: string): boolean {
  const [given, name] = [plain(written), plain(property)];
  if (given === name) return true;
  if (name.length < 6 && name !== 'item') return false;
  let from = 0;
  while (given[from] === name[from]) from += 1;
  const [rest, other] = [given.slice(from), name.slice(from)];
  return (
    (given.length > 5 && name.endsWith(given)) ||
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    rest.slice(1) === other.slice(1) ||
    (rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0])
  );
}
