import { invalidParameter, invalidRequest } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, currency, flag, hash, integer, listOf, mergeMetadata, metadata, pageParameters, required, text, timeRange } from '../../http/parameters.js';
import { checkMovable } from '../payments/amounts.js';
import { findByParameter, findByPath } from '../find.js';
import { createProduct } from './products.js';

const LONGEST_INTERVAL = { day: 1_095, week: 156, month: 36, year: 3 };

/** How often a price is paid; Stripe allows three years at most. */
export function recurring() {
  const fields = hash({ interval: required(choice('day', 'month', 'week', 'year')), interval_count: integer({ minimum: 1 }), usage_type: choice('licensed') });
  return {
    read(value, path) {
      const { interval, interval_count: count = 1 } = fields.read(value, path);
      if (count > LONGEST_INTERVAL[interval]) {
        throw invalidParameter('You cannot create prices with intervals longer than three years.', `${path}[interval_count]`);
      }
      return { interval, interval_count: count };
    },
  };
}

const writeParameters = {
  active: flag(),
  lookup_key: text({ maximum: 200 }),
  metadata: metadata(),
  nickname: text({ clearable: true }),
  tax_behavior: choice('exclusive', 'inclusive', 'unspecified'),
};
const createParameters = {
  ...writeParameters,
  currency: required(currency()),
  product: text(),
  product_data: hash({ name: required(text()), metadata: metadata(), active: flag(), tax_code: text(), unit_label: text() }),
  recurring: recurring(),
  unit_amount: required(integer({ minimum: 0 })),
};
const listParameters = {
  ...pageParameters, active: flag(), created: timeRange(), currency: currency(), lookup_keys: listOf(text()), product: text(), type: choice('one_time', 'recurring'),
};

export const priceRoutes = [
  { method: 'POST', path: '/v1/prices', parameters: createParameters, handle: createPrice },
  { method: 'GET', path: '/v1/prices', parameters: listParameters, handle: listPrices },
  { method: 'GET', path: '/v1/prices/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'prices', 'price', id) },
  { method: 'POST', path: '/v1/prices/:id', parameters: writeParameters, handle: updatePrice },
];

export function createPrice(unit, { product, product_data: productData, metadata: given, recurring: interval, ...fields }) {
  checkMovable(fields.unit_amount, fields.currency, 'unit_amount');
  if (!product === !productData) {
    throw invalidRequest('You must specify one of product or product_data.', { code: 'parameter_missing', param: 'product' });
  }
  findByParameter(unit, 'products', 'product', product, 'product');
  return unit.account.put('prices', {
    id: newId.price(),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: unit.nowSeconds(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    nickname: null,
    product: product ?? createProduct(unit, productData).id,
    recurring: interval ? { interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed', ...interval } : null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: interval ? 'recurring' : 'one_time',
    ...fields,
    metadata: mergeMetadata({}, given),
    unit_amount_decimal: String(fields.unit_amount),
  });
}

function listPrices(unit, { active, created, currency: code, lookup_keys: lookupKeys, product, type, ...paging }) {
  const isWanted = createdWithin(created);
  const prices = unit.account.all('prices').filter((price) => isWanted(price)
    && (active === undefined || price.active === active)
    && (!code || price.currency === code)
    && (!product || price.product === product)
    && (!type || price.type === type)
    && (!lookupKeys || lookupKeys.includes(price.lookup_key)));
  return page('/v1/prices', prices, paging);
}

function updatePrice(unit, { metadata: given, ...fields }, id) {
  const price = findByPath(unit, 'prices', 'price', id);
  return unit.account.update('prices', id, { ...fields, metadata: mergeMetadata(price.metadata, given) });
}
