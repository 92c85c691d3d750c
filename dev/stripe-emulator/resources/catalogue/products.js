import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { flag, listOf, mergeMetadata, metadata, pageParameters, required, text, timeRange, url } from '../../http/parameters.js';
import { findByPath } from '../find.js';

const writeParameters = {
  active: flag(),
  description: text({ clearable: true, maximum: 40_000 }),
  images: listOf(url(), { maximum: 8 }),
  metadata: metadata(),
  name: text(),
  statement_descriptor: text({ maximum: 22 }),
  tax_code: text(),
  unit_label: text({ maximum: 12 }),
  url: url(),
};
const createParameters = { ...writeParameters, id: text(), name: required(text()) };
const updateParameters = { ...writeParameters, default_price: text() };
const listParameters = { ...pageParameters, active: flag(), created: timeRange(), ids: listOf(text()) };

export const productRoutes = [
  { method: 'POST', path: '/v1/products', parameters: createParameters, handle: createProduct },
  { method: 'GET', path: '/v1/products', parameters: listParameters, handle: listProducts },
  { method: 'GET', path: '/v1/products/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'products', 'product', id) },
  { method: 'POST', path: '/v1/products/:id', parameters: updateParameters, handle: updateProduct },
];

export function createProduct(unit, { id = newId.product(), metadata: given, ...fields }) {
  return unit.account.put('products', {
    id,
    object: 'product',
    active: true,
    created: unit.nowSeconds(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    url: null,
    ...fields,
    metadata: mergeMetadata({}, given),
    updated: unit.nowSeconds(),
  });
}

function listProducts(unit, { active, created, ids, ...paging }) {
  const isWanted = createdWithin(created);
  const products = unit.account.all('products').filter((product) => isWanted(product)
    && (active === undefined || product.active === active)
    && (!ids || ids.includes(product.id)));
  return page('/v1/products', products, paging);
}

function updateProduct(unit, { metadata: given, ...fields }, id) {
  const product = findByPath(unit, 'products', 'product', id);
  return unit.account.update('products', id, {
    ...fields, metadata: mergeMetadata(product.metadata, given), updated: unit.nowSeconds(),
  });
}
