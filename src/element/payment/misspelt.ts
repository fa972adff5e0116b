import { invalidField } from '../../core/errors.js';
import { kebab, text, WHAT } from '../button/attributes.js';
import type { MixPayButton } from '../button/button.js';

/** The properties that say what is bought. */
export const BOUGHT = WHAT.slice(0, 6);

/**
 * Refuses a misspelt attribute that should say what is bought, such as `orderid`: without it something else would be sold.
 * @throws MixPayError `invalid_field`
 */
export function refuseMisspelt(button: MixPayButton): void {
  for (const name of unknownAttributes(button)) {
    const meant = BOUGHT.find((property) => isSpelling(name, property));
    if (meant === undefined || text(button[meant]) === text(button.getAttribute(name))) continue;
    throw invalidField(kebab(meant), 'an attribute of this name', name, 'Rename it.');
  }
}

/** The button's attributes that the element does not know. */
export function unknownAttributes(button: MixPayButton): string[] {
  const known = (button.constructor as typeof MixPayButton).observedAttributes;
  // Frameworks mark attributes of their own with a sign (`@click`), or with one letter and a dash (`v-if`).
  return button.getAttributeNames().filter((name) => !known.includes(name) && !/^.-|[^\w-]/.test(name));
}

/** A name without what spellings differ in: `order_id`, `order-id` and `orderId` are all `orderid`. */
export function bareName(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

/**
 * Whether an attribute's name is a way to write a property: in another spelling, with one letter too many, too few, wrong or swapped
 * with the next, or only its end (`amount`). Short names are not compared like that, because they resemble too many others.
 */
export function isSpelling(written: string, property: string): boolean {
  const [given, name] = [bareName(written), bareName(property)];
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
