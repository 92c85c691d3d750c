import { discountAmounts } from './discounts.js';
import { taxOn } from './tax.js';

/**
 * What lines `{ price, amount, … }` come to: adds `discountAmounts` and `taxes` to each. `discounts` are
 * `{ id, coupon }`; `location` is where tax is due, or null if there is none to collect or nobody knows where.
 */
export function priceLines(unit, lines, { discounts = [], location = null } = {}) {
  const taken = discountAmounts(lines, discounts);
  return lines.map((line, index) => ({
    ...line,
    discountAmounts: taken[index],
    taxes: taxOn(unit, { price: line.price, amount: line.amount - sum(taken[index]) }, location),
  }));
}

/** The sums of priced lines. Tax that a price contains is in its subtotal; other tax comes on top. */
export function totalsOf(lines) {
  const subtotal = lines.reduce((total, line) => total + line.amount, 0);
  const discount = lines.reduce((total, line) => total + sum(line.discountAmounts), 0);
  const taxes = lines.flatMap((line) => line.taxes);
  const exclusive = sum(taxes.filter((tax) => tax.tax_behavior === 'exclusive'));
  return { subtotal, discount, tax: sum(taxes), inclusiveTax: sum(taxes) - exclusive, total: subtotal - discount + exclusive };
}

/** Amounts by the thing they are for, in the order in which those first occur. */
export function summedBy(entries, keyOf, merge) {
  const sums = new Map();
  for (const entry of entries) {
    const key = keyOf(entry);
    sums.set(key, sums.has(key) ? merge(sums.get(key), entry) : entry);
  }
  return [...sums.values()];
}

function sum(entries) {
  return entries.reduce((total, { amount }) => total + amount, 0);
}
