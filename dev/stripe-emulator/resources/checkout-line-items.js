import { invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import { findByParameter } from './find.js';
import { createPrice } from './prices.js';

export function createLineItems(unit, given) {
  if (given.length === 0) {
    throw invalidRequest('You must specify at least one line item in payment mode.', { code: 'parameter_missing', param: 'line_items' });
  }
  const items = given.map((item, index) => createLineItem(unit, item, `line_items[${index}]`));
  if (items.some((item) => item.currency !== items[0].currency)) {
    throw invalidRequest('All line items of a Checkout Session must have the same currency.', { param: 'line_items' });
  }
  return items;
}

function createLineItem(unit, { price: priceId, price_data: priceData, quantity }, path) {
  if (!priceId === !priceData) {
    throw invalidRequest(`You must specify one of price or price_data for ${path}.`, { code: 'parameter_missing', param: path });
  }
  const price = priceId ? activePrice(unit, priceId, path) : inlinePrice(unit, priceData);
  const amount = price.unit_amount * quantity;
  return {
    id: newId.lineItem(),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: unit.account.get('products', price.product).name,
    metadata: {},
    price,
    quantity,
  };
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
