import { compareDecimals, isPositiveDecimal } from '../../src/core/amount.js';

const KEY = 'small-hours:donation';

/** Gives the button the amount that is typed in; one the shop would not take switches the button off and says why. */
export function takeAmount(input: HTMLInputElement, button: HTMLElement): void {
  const { min = '0', max = '0' } = input.dataset;
  // A donation under way is known by its amount, so a reload has to find the same one.
  input.value = sessionStorage.getItem(KEY) ?? input.value;
  const apply = (): void => {
    const amount = input.value.trim().replace(',', '.');
    const fits =
      isPositiveDecimal(amount) &&
      compareDecimals(amount, min) >= 0 &&
      compareDecimals(amount, max) <= 0 &&
      /^\d+(\.\d{1,2})?$/.test(amount);
    input.setAttribute('aria-invalid', String(!fits));
    button.toggleAttribute('disabled', !fits);
    if (!fits) return;
    button.setAttribute('quote-amount', amount);
    sessionStorage.setItem(KEY, amount);
  };
  input.addEventListener('input', apply);
  apply();
}
