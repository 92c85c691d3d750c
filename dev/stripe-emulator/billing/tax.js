import { newId } from '../state/ids.js';
import { divided } from '../state/money.js';

/** Standard rates in hundredths of a percent. Where there is none, the school is not registered and collects nothing. */
const STANDARD_RATES = {
  AT: 2_000, BE: 2_100, CH: 810, CZ: 2_100, DE: 1_900, DK: 2_500, ES: 2_100, FI: 2_550, FR: 2_000, GB: 2_000, IE: 2_300, IT: 2_200, JP: 1_000, LU: 1_700, NL: 2_100, NO: 2_500, PL: 2_300, PT: 2_300, SE: 2_500,
};
const NOT_TAXABLE = 'txcd_00000000';
const TAX_TYPES = { CH: 'vat', JP: 'jct' };
const EXEMPTIONS = { exempt: 'customer_exempt', reverse: 'reverse_charge' };

/** Whether a price contains its tax. What was left open is decided by the currency, as in Stripe's default settings. */
export function taxBehavior({ tax_behavior: behavior, currency }) {
  if (behavior && behavior !== 'unspecified') return behavior;
  return currency === 'usd' || currency === 'cad' ? 'exclusive' : 'inclusive';
}

/**
 * The tax on an amount after discounts, as an invoice line shows it. `location` is `{ country, exempt }`; without one, the
 * tax is not known yet, and there is none.
 */
export function taxOn(unit, { price, amount }, location) {
  if (!location?.country) return [];
  const behavior = taxBehavior(price);
  const { basisPoints, reason } = rateFor(unit, price, location);
  const whole = behavior === 'inclusive' ? 10_000 + basisPoints : 10_000;
  const tax = divided(BigInt(amount) * BigInt(basisPoints), whole, price.currency);
  return [{
    amount: tax,
    tax_behavior: behavior,
    tax_rate_details: { tax_rate: taxRate(unit, location.country, basisPoints, behavior === 'inclusive').id },
    taxability_reason: reason,
    taxable_amount: behavior === 'inclusive' ? amount - tax : amount,
    type: 'tax_rate_details',
  }];
}

/** Where a customer is taxed; null as long as nobody knows. */
export function taxLocation(customer, address = customer?.address) {
  if (!address?.country) return null;
  return { country: address.country.toUpperCase(), exempt: customer?.tax_exempt ?? 'none' };
}

function rateFor(unit, price, { country, exempt }) {
  if ((price.tax_code ?? unit.account.get('products', price.product)?.tax_code) === NOT_TAXABLE) return { basisPoints: 0, reason: 'product_exempt' };
  if (!Object.hasOwn(STANDARD_RATES, country)) return { basisPoints: 0, reason: 'not_collecting' };
  if (EXEMPTIONS[exempt]) return { basisPoints: 0, reason: EXEMPTIONS[exempt] };
  return { basisPoints: STANDARD_RATES[country], reason: 'standard_rated' };
}

/** The rate's object, made when it is first needed. */
function taxRate(unit, country, basisPoints, inclusive) {
  const percentage = basisPoints / 100;
  const known = unit.account.all('tax_rates').find((rate) => rate.country === country && rate.percentage === percentage && rate.inclusive === inclusive);
  return known ?? unit.account.put('tax_rates', {
    id: newId.taxRate(),
    object: 'tax_rate',
    active: false,
    country,
    created: unit.nowSeconds(),
    description: null,
    display_name: 'VAT',
    effective_percentage: percentage,
    flat_amount: null,
    inclusive,
    jurisdiction: country,
    jurisdiction_level: 'country',
    livemode: false,
    metadata: {},
    percentage,
    rate_type: 'percentage',
    state: null,
    tax_type: TAX_TYPES[country] ?? 'vat',
  });
}
