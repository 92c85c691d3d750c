import { invalidRequest } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { findByParameter } from '../find.js';
import { createPrice } from '../catalogue/prices.js';

/** What is sold in a session, as `{ id, price, quantity }`; their amounts depend on discounts and tax, and are quoted later. */
export function readLines(unit, given, mode) {
  if (given.length === 0) {
    throw invalidRequest(`You must specify at least one line item in ${mode} mode.`, { code: 'parameter_missing', param: 'line_items' });
  }
  const lines = given.map((item, index) => readLine(unit, item, `line_items[${index}]`));
  if (lines.some(({ price }) => price.currency !== lines[0].price.currency)) {
    throw invalidRequest('All line items of a Checkout Session must have the same currency.', { param: 'line_items' });
  }
  checkRecurrence(lines.map(({ price }) => price.recurring).filter(Boolean), mode);
  return lines;
}

/** A priced line, as the session shows it. */
export function describeLineItem(unit, { id, price, quantity, amount, discountAmounts, taxes }) {
  const discount = discountAmounts.reduce((sum, one) => sum + one.amount, 0);
  const exclusive = taxes.filter((tax) => tax.tax_behavior === 'exclusive').reduce((sum, one) => sum + one.amount, 0);
  return {
    id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: amount,
    amount_tax: taxes.reduce((sum, one) => sum + one.amount, 0),
    amount_total: amount - discount + exclusive,
    currency: price.currency,
    description: unit.account.get('products', price.product).name,
    metadata: {},
    price,
    quantity,
  };
}

function checkRecurrence(intervals, mode) {
  if (mode === 'payment' && intervals.length > 0) {
    throw invalidRequest('You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.', { param: 'line_items' });
  }
  if (mode === 'subscription' && intervals.length === 0) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.', { param: 'line_items' });
  }
  const [first] = intervals;
  if (intervals.some((one) => one.interval !== first.interval || one.interval_count !== first.interval_count)) {
    throw invalidRequest('Checkout does not support multiple prices with different billing intervals.', { param: 'line_items' });
  }
}

function readLine(unit, { price: priceId, price_data: priceData, quantity }, path) {
  if (!priceId === !priceData) {
    throw invalidRequest(`You must specify one of price or price_data for ${path}.`, { code: 'parameter_missing', param: path });
  }
  return { id: newId.lineItem(), price: priceId ? activePrice(unit, priceId, path) : inlinePrice(unit, priceData), quantity };
}

function activePrice(unit, id, path) {
  const price = findByParameter(unit, 'prices', 'price', id, `${path}[price]`);
  if (!price.active) {
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', { param: `${path}[price]` });
  }
  return price;
}

/** A price made for one session is inactive, so that it turns up in no list of prices on offer. */
function inlinePrice(unit, { product_data: productData, ...fields }) {
  return createPrice(unit, {
    ...fields,
    active: false,
    ...(productData && { product_data: { ...productData, active: false } }),
  });
}
