/** Half of a decimal: an amount as plausible as the first, and another. */
export function halved(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const digits = (BigInt(`${whole}${fraction}0`) / 2n).toString().padStart(fraction.length + 2, '0');
  return `${digits.slice(0, -(fraction.length + 1))}.${digits.slice(-(fraction.length + 1))}`;
}
