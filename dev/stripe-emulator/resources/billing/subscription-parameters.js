import { invalidRequest, noSuchReference } from '../../http/errors.js';
import { choice, currency, flag, hash, integer, listOf, mergeMetadata, metadata, required, text } from '../../http/parameters.js';
import { findByParameter } from '../find.js';
import { createPrice, recurring } from '../catalogue/prices.js';

const prorationBehavior = choice('always_invoice', 'create_prorations', 'none');
const quantity = integer({ minimum: 1, maximum: 999_999 });
const priceData = hash({
  currency: required(currency()),
  product: required(text()),
  recurring: required(recurring()),
  tax_behavior: choice('exclusive', 'inclusive', 'unspecified'),
  unit_amount: required(integer({ minimum: 0 })),
});
const newItem = { metadata: metadata(), price: text(), price_data: priceData, quantity };

const itemParameters = listOf(hash({ ...newItem, deleted: flag(), id: text() }), { maximum: 20 });
export const discountParameters = listOf(hash({ coupon: text(), promotion_code: text() }), { maximum: 20 });

/** A moment, or `now`. */
const moment = () => ({
  read: (value, path) => (value === 'now' ? value : integer().read(value, path)),
});

const cancellationDetails = hash({
  comment: text({ clearable: true }),
  feedback: choice('customer_service', 'low_quality', 'missing_features', 'other', 'switched_service', 'too_complex', 'too_expensive', 'unused'),
});
const shared = {
  automatic_tax: hash({ enabled: required(flag()) }),
  cancel_at_period_end: flag(),
  default_payment_method: text(),
  description: text({ clearable: true, maximum: 500 }),
  discounts: discountParameters,
  metadata: metadata(),
  off_session: flag(),
  trial_end: moment(),
  trial_settings: hash({ end_behavior: required(hash({ missing_payment_method: required(choice('cancel', 'create_invoice')) })) }),
};

export const createParameters = {
  ...shared,
  customer: required(text()),
  items: required(listOf(hash(newItem), { maximum: 20 })),
  payment_behavior: choice('allow_incomplete', 'default_incomplete', 'error_if_incomplete'),
  trial_period_days: integer({ minimum: 1, maximum: 730 }),
};
export const updateParameters = {
  ...shared,
  cancellation_details: cancellationDetails,
  items: itemParameters,
  payment_behavior: choice('allow_incomplete', 'error_if_incomplete'),
  proration_behavior: prorationBehavior,
  proration_date: integer(),
};
export const cancelParameters = { cancellation_details: cancellationDetails, invoice_now: flag(), prorate: flag() };
export const previewDetails = hash({
  cancel_at_period_end: flag(),
  cancel_now: flag(),
  items: itemParameters,
  proration_behavior: prorationBehavior,
  proration_date: integer(),
  trial_end: moment(),
});

/** Items as they were given, with their prices in place of these prices' ids. `current` are those which may be changed. */
export function readItems(unit, given, current = []) {
  return given?.map((item, index) => readItem(unit, item, current, `items[${index}]`));
}

function readItem(unit, { price: priceId, price_data: data, metadata: givenMetadata, ...fields }, current, path) {
  const existing = current.find((one) => one.id === fields.id);
  if (fields.id && !existing) throw noSuchReference('subscription item', fields.id, `${path}[id]`);
  if (priceId && data) throw invalidRequest('You may only specify one of these parameters: price, price_data.', { param: `${path}[price]` });
  const item = { ...fields, metadata: mergeMetadata(existing?.metadata ?? {}, givenMetadata) };
  if (data) return { ...item, price: createPrice(unit, { ...data, active: false }) };
  if (priceId) return { ...item, price: recurringPrice(unit, priceId, `${path}[price]`) };
  if (!existing) throw invalidRequest(`Missing required param: ${path}[price].`, { code: 'parameter_missing', param: `${path}[price]` });
  return item;
}

function recurringPrice(unit, id, path) {
  const price = findByParameter(unit, 'prices', 'price', id, path);
  if (!price.active) throw invalidRequest('The price specified is inactive. This field only accepts active prices.', { param: path });
  if (!price.recurring) {
    throw invalidRequest('The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.', { param: path });
  }
  return price;
}
