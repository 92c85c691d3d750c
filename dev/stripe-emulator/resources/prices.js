import { invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import { createdWithin, page } from '../lists.js';
import { choice, currency, flag, hash, integer, listOf, mergeMetadata, metadata, pageParameters, required, text, timeRange } from '../parameters.js';
import { findByParameter, findByPath } from './find.js';
import { createProduct } from './products.js';

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
  product_data: hash({ name: required(text()), metadata: metadata(), active: flag(), unit_label: text() }),
  unit_amount: required(integer({ minimum: 0 })),
};
const listParameters = {
  ...pageParameters, active: flag(), created: timeRange(), currency: currency(), lookup_keys: listOf(text()), product: text(),
};

export const priceRoutes = [
  { method: 'POST', path: '/v1/prices', parameters: createParameters, handle: createPrice },
  { method: 'GET', path: '/v1/prices', parameters: listParameters, handle: listPrices },
  { method: 'GET', path: '/v1/prices/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'prices', 'price', id) },
  { method: 'POST', path: '/v1/prices/:id', parameters: writeParameters, handle: updatePrice },
];

export function createPrice(unit, { product, product_data: productData, metadata: given, ...fields }) {
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
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    ...fields,
    metadata: mergeMetadata({}, given),
    unit_amount_decimal: String(fields.unit_amount),
  });
}

function listPrices(unit, { active, created, currency: code, lookup_keys: lookupKeys, product, ...paging }) {
  const isWanted = createdWithin(created);
  const prices = unit.account.all('prices').filter((price) => isWanted(price)
    && (active === undefined || price.active === active)
    && (!code || price.currency === code)
    && (!product || price.product === product)
    && (!lookupKeys || lookupKeys.includes(price.lookup_key)));
  return page('/v1/prices', prices, paging);
}

function updatePrice(unit, { metadata: given, ...fields }, id) {
  const price = findByPath(unit, 'prices', 'price', id);
  return unit.account.update('prices', id, { ...fields, metadata: mergeMetadata(price.metadata, given) });
}
