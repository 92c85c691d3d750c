import { summedBy } from '../../billing/pricing.js';
import { taxOn } from '../../billing/tax.js';
import { invalidRequest } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { page } from '../../http/lists.js';
import { choice, currency, hash, integer, listOf, mergeMetadata, metadata, pageParameters, required, text } from '../../http/parameters.js';
import { addressParameters, emptyAddress } from '../addresses.js';
import { findByParameter, findByPath } from '../find.js';

const DAY = 86_400;
/** Stripe's default for what has no tax category of its own. */
const GENERAL = 'txcd_10000000';
const EXEMPTIONS = { customer_exempt: 'exempt', none: 'none', reverse_charge: 'reverse' };
/** Countries whose tax depends on more than the country. */
const NEEDS_MORE = { CA: ['postal_code', 'state'], US: ['postal_code'] };

const createParameters = {
  currency: required(currency()),
  customer_details: required(hash({ address: required(addressParameters), address_source: choice('billing', 'shipping'), taxability_override: choice(...Object.keys(EXEMPTIONS)) })),
  line_items: required(listOf(hash({
    amount: required(integer()), metadata: metadata(), product: text(), quantity: integer({ minimum: 1 }), reference: text(), tax_behavior: choice('exclusive', 'inclusive'), tax_code: text(),
  }))),
  tax_date: integer(),
};

export const taxCalculationRoutes = [
  { method: 'POST', path: '/v1/tax/calculations', parameters: createParameters, handle: createCalculation },
  { method: 'GET', path: '/v1/tax/calculations/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'tax_calculations', 'tax calculation', id) },
  { method: 'GET', path: '/v1/tax/calculations/:id/line_items', parameters: pageParameters, handle: listLineItems },
];

/** What a sale would be taxed with. It is kept to be read again, and is no sale. */
function createCalculation(unit, { currency: code, customer_details: customer, line_items: lines, tax_date: date = unit.nowSeconds() }) {
  const address = { ...emptyAddress(), ...customer.address };
  const override = customer.taxability_override ?? 'none';
  const location = { country: countryOf(address), exempt: EXEMPTIONS[override] };
  const id = newId.taxCalculation();
  const items = lines.map((line, index) => taxedItem(unit, code, line, index, location));
  unit.account.put('tax_calculation_items', { id, items: items.map((item) => item.object) });
  const taxes = items.flatMap((item) => item.taxes);
  const [exclusive, inclusive] = ['exclusive', 'inclusive'].map((behavior) => sum(taxes.filter((tax) => tax.tax_behavior === behavior)));
  return unit.account.put('tax_calculations', {
    id,
    object: 'tax.calculation',
    amount_total: sum(lines) + exclusive,
    currency: code,
    customer: null,
    customer_details: { address, address_source: customer.address_source ?? null, ip_address: null, tax_ids: [], taxability_override: override },
    expires_at: unit.nowSeconds() + 90 * DAY,
    livemode: false,
    ship_from_details: null,
    shipping_cost: null,
    tax_amount_exclusive: exclusive,
    tax_amount_inclusive: inclusive,
    tax_breakdown: breakdown(unit, taxes),
    tax_date: date,
  });
}

function countryOf({ country, ...rest }) {
  if (!country) throw invalidRequest('You must provide a country to calculate tax.', { param: 'customer_details[address][country]' });
  const code = country.toUpperCase();
  const needed = NEEDS_MORE[code];
  if (needed && !needed.some((field) => rest[field])) {
    throw invalidRequest("We could not determine the customer's tax location based on the provided customer address.", {
      code: 'customer_tax_location_invalid', param: 'customer_details[address]',
    });
  }
  return code;
}

function taxedItem(unit, code, { amount, metadata: given, product, quantity = 1, reference, tax_behavior: behavior = 'exclusive', tax_code: category }, index, location) {
  const sold = findByParameter(unit, 'products', 'product', product, `line_items[${index}][product]`);
  const taxCode = category ?? sold?.tax_code ?? GENERAL;
  const taxes = taxOn(unit, { price: { currency: code, tax_behavior: behavior, tax_code: taxCode }, amount }, location);
  return {
    taxes,
    object: {
      id: newId.taxCalculationItem(),
      object: 'tax.calculation_line_item',
      amount,
      amount_tax: sum(taxes),
      livemode: false,
      metadata: given === undefined ? null : mergeMetadata({}, given),
      performance_location: null,
      product: product ?? null,
      quantity,
      reference: reference ?? `L${index + 1}`,
      tax_behavior: behavior,
      tax_code: taxCode,
    },
  };
}

/** The taxes by their rates and reasons. */
function breakdown(unit, taxes) {
  const sums = summedBy(
    taxes, (tax) => `${tax.tax_rate_details.tax_rate} ${tax.taxability_reason}`,
    (one, other) => ({ ...one, amount: one.amount + other.amount, taxable_amount: one.taxable_amount + other.taxable_amount }),
  );
  return sums.map(({ amount, tax_behavior: behavior, tax_rate_details: { tax_rate: id }, taxability_reason: reason, taxable_amount: taxable }) => {
    const { country, percentage, rate_type: type, state, tax_type: kind } = unit.account.get('tax_rates', id);
    return {
      amount,
      inclusive: behavior === 'inclusive',
      tax_rate_details: { country, flat_amount: null, percentage_decimal: String(percentage), rate_type: type, state, tax_type: kind },
      taxability_reason: reason,
      taxable_amount: taxable,
    };
  });
}

function listLineItems(unit, paging, id) {
  findByPath(unit, 'tax_calculations', 'tax calculation', id);
  return page(`/v1/tax/calculations/${id}/line_items`, unit.account.get('tax_calculation_items', id).items.toReversed(), paging);
}

function sum(entries) {
  return entries.reduce((total, { amount }) => total + amount, 0);
}
