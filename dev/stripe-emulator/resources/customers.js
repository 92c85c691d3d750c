import { changedAttributes } from '../events.js';
import { newId } from '../ids.js';
import { createdWithin, page } from '../lists.js';
import { email, hash, mergeMetadata, metadata, pageParameters, text, timeRange } from '../parameters.js';
import { findByPath } from './find.js';

const address = hash({
  city: text({ clearable: true }),
  country: text({ clearable: true }),
  line1: text({ clearable: true }),
  line2: text({ clearable: true }),
  postal_code: text({ clearable: true }),
  state: text({ clearable: true }),
});

const writeParameters = {
  address,
  description: text({ clearable: true }),
  email: email(),
  metadata: metadata(),
  name: text({ clearable: true }),
  phone: text({ clearable: true }),
};

const listParameters = { ...pageParameters, created: timeRange(), email: text() };

export const customerRoutes = [
  { method: 'POST', path: '/v1/customers', parameters: writeParameters, handle: createCustomer },
  { method: 'GET', path: '/v1/customers', parameters: listParameters, handle: listCustomers },
  { method: 'GET', path: '/v1/customers/:id', parameters: {}, handle: retrieveCustomer },
  { method: 'POST', path: '/v1/customers/:id', parameters: writeParameters, handle: updateCustomer },
  { method: 'DELETE', path: '/v1/customers/:id', parameters: {}, handle: deleteCustomer },
];

export function createCustomer(unit, { metadata: given, ...fields }) {
  const customer = unit.account.put('customers', {
    id: newId.customer(),
    object: 'customer',
    address: null,
    balance: 0,
    created: unit.nowSeconds(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...fields,
    metadata: mergeMetadata({}, given),
  });
  unit.emit('customer.created', customer);
  return customer;
}

function listCustomers(unit, { created, email: wantedEmail, ...paging }) {
  const isWanted = createdWithin(created);
  const customers = unit.account.all('customers')
    .filter((customer) => !customer.deleted && isWanted(customer) && (!wantedEmail || customer.email === wantedEmail));
  return page('/v1/customers', customers, paging);
}

function retrieveCustomer(unit, parameters, id) {
  return findByPath(unit, 'customers', 'customer', id);
}

function updateCustomer(unit, { metadata: given, ...fields }, id) {
  const before = findByPath(unit, 'customers', 'customer', id);
  const customer = unit.account.update('customers', id, { ...fields, metadata: mergeMetadata(before.metadata, given) });
  unit.emit('customer.updated', customer, changedAttributes(before, customer));
  return customer;
}

/** A deleted customer stays retrievable, as no more than the fact. */
function deleteCustomer(unit, parameters, id) {
  const customer = findByPath(unit, 'customers', 'customer', id);
  unit.emit('customer.deleted', customer);
  return unit.account.put('customers', { id, object: 'customer', deleted: true });
}
