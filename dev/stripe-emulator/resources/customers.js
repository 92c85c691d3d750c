import { cancelSubscription, liveSubscriptions } from '../billing/lifecycle.js';
import { invalidRequest, noSuchReference, StripeError, testClockBusy } from '../http/errors.js';
import { changedAttributes } from '../webhooks/events.js';
import { newId, randomText } from '../state/ids.js';
import { createdWithin, page } from '../http/lists.js';
import { choice, email, hash, mergeMetadata, metadata, pageParameters, text, timeRange } from '../http/parameters.js';
import { addressParameters, emptyAddress } from './addresses.js';
import { findByParameter, findByPath } from './find.js';
import { attachMethod, createPaymentMethod, instrumentOf, setupError } from './payments/payment-methods.js';

const writeParameters = {
  address: addressParameters,
  description: text({ clearable: true }),
  email: email(),
  invoice_settings: hash({ default_payment_method: text({ clearable: true }) }),
  metadata: metadata(),
  name: text({ clearable: true }),
  phone: text({ clearable: true }),
  tax_exempt: choice('exempt', 'none', 'reverse'),
};

const createParameters = { ...writeParameters, payment_method: text(), test_clock: text() };
const listParameters = { ...pageParameters, created: timeRange(), email: text(), test_clock: text() };

export const customerRoutes = [
  { method: 'POST', path: '/v1/customers', parameters: createParameters, handle: createFromRequest },
  { method: 'GET', path: '/v1/customers', parameters: listParameters, handle: listCustomers },
  { method: 'GET', path: '/v1/customers/:id', parameters: {}, handle: retrieveCustomer },
  { method: 'POST', path: '/v1/customers/:id', parameters: writeParameters, handle: updateCustomer },
  { method: 'DELETE', path: '/v1/customers/:id', parameters: {}, handle: deleteCustomer },
];

export function createCustomer(platformUnit, { metadata: given, test_clock: testClock = null, invoice_settings: invoiceSettings, address, ...fields }) {
  const unit = platformUnit.onClock(testClock);
  const customer = unit.account.put('customers', {
    id: newId.customer(),
    object: 'customer',
    address: address ? { ...emptyAddress(), ...address } : null,
    balance: 0,
    created: unit.nowSeconds(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null, ...invoiceSettings },
    livemode: false,
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: testClock,
    ...fields,
    metadata: mergeMetadata({}, given),
  });
  unit.emit('customer.created', customer);
  return customer;
}

function createFromRequest(unit, { payment_method: methodId, ...fields }) {
  const clock = findByParameter(unit, 'test_clocks', 'test clock', fields.test_clock, 'test_clock');
  if (clock?.status === 'advancing') throw testClockBusy(clock.id);
  const instrument = methodId && attachable(unit, methodId, 'payment_method');
  const chosen = fields.invoice_settings?.default_payment_method;
  if (chosen && chosen !== methodId) throw notAttached('invoice_settings[default_payment_method]');

  const customer = createCustomer(unit, { ...fields, invoice_settings: undefined });
  if (!methodId) return customer;
  const billing = { email: customer.email, name: customer.name };
  const stored = unit.account.get('payment_methods', methodId) ?? createPaymentMethod(unit, { instrument, billing });
  const method = attachMethod(unit, stored, customer.id);
  return chosen ? setDefaultMethod(unit, customer, method.id) : customer;
}

/** Customers of test clocks are listed only by their clock. */
function listCustomers(unit, { created, email: wantedEmail, test_clock: clock = null, ...paging }) {
  const isWanted = createdWithin(created);
  const customers = unit.account.all('customers')
    .filter((customer) => !customer.deleted && (customer.test_clock ?? null) === clock && isWanted(customer) && (!wantedEmail || customer.email === wantedEmail));
  return page('/v1/customers', customers, paging);
}

function retrieveCustomer(unit, parameters, id) {
  return findByPath(unit, 'customers', 'customer', id);
}

function updateCustomer(requestUnit, { metadata: given, invoice_settings: invoiceSettings, address, ...fields }, id) {
  const before = findByPath(requestUnit, 'customers', 'customer', id);
  const unit = requestUnit.inTimeOf(id);
  const chosen = invoiceSettings?.default_payment_method;
  if (chosen && unit.account.get('payment_methods', chosen)?.customer !== id) throw notAttached('invoice_settings[default_payment_method]');

  const customer = unit.account.update('customers', id, {
    ...fields,
    ...(address && { address: { ...emptyAddress(), ...before.address, ...address } }),
    invoice_settings: { ...before.invoice_settings, ...invoiceSettings }, metadata: mergeMetadata(before.metadata, given),
  });
  unit.emit('customer.updated', customer, changedAttributes(before, customer));
  return customer;
}

/** Says that a customer's payment method of choice is another, or that they owe or are owed something. */
export function changeCustomer(unit, id, changes) {
  const before = unit.account.get('customers', id);
  if (before.deleted) return before;
  const customer = unit.account.update('customers', id, changes);
  const changed = changedAttributes(before, customer);
  if (Object.keys(changed).length > 0) unit.emit('customer.updated', customer, changed);
  return customer;
}

export function setDefaultMethod(unit, customer, methodId) {
  return changeCustomer(unit, customer.id, { invoice_settings: { ...customer.invoice_settings, default_payment_method: methodId } });
}

function attachable(unit, methodId, param) {
  const instrument = instrumentOf(unit, methodId);
  if (!instrument) throw noSuchReference('PaymentMethod', methodId, param);
  const error = setupError(instrument);
  if (error) throw new StripeError(402, error);
  return instrument;
}

function notAttached(param) {
  return invalidRequest('The customer does not have a payment method with the ID given. The payment method must be attached to the customer.', { code: 'resource_missing', param });
}

/** A deleted customer stays retrievable, as no more than the fact; what they had subscribed to ends. */
function deleteCustomer(requestUnit, parameters, id) {
  const customer = findByPath(requestUnit, 'customers', 'customer', id);
  const unit = requestUnit.inTimeOf(id);
  for (const subscription of liveSubscriptions(unit, id)) cancelSubscription(unit, subscription.id, { reason: 'cancellation_requested' });
  unit.emit('customer.deleted', customer);
  return unit.account.put('customers', { id, object: 'customer', deleted: true });
}
