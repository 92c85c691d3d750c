import { invalidRequest, StripeError } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { page } from '../../http/lists.js';
import { choice, mergeMetadata, metadata, pageParameters, required, text } from '../../http/parameters.js';
import { instrumentOfTestId } from '../../state/test-instruments.js';
import { emptyAddress } from '../addresses.js';
import { findByParameter, findByPath } from '../find.js';

const listParameters = { ...pageParameters, customer: text(), type: choice('card', 'sepa_debit') };

export const paymentMethodRoutes = [
  { method: 'GET', path: '/v1/payment_methods', parameters: listParameters, handle: listMethods },
  { method: 'GET', path: '/v1/payment_methods/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'payment_methods', 'PaymentMethod', id) },
  { method: 'POST', path: '/v1/payment_methods/:id', parameters: { metadata: metadata() }, handle: updateMethod },
  { method: 'POST', path: '/v1/payment_methods/:id/attach', parameters: { customer: required(text()) }, handle: attachByRequest },
  { method: 'POST', path: '/v1/payment_methods/:id/detach', parameters: {}, handle: detachMethod },
  { method: 'GET', path: '/v1/customers/:id/payment_methods', parameters: { ...pageParameters, type: listParameters.type }, handle: listOfCustomer },
];

/**
 * Stores a card or bank account; `instrument` as from test-instruments.js. What a charge of it leads to is kept beside it,
 * because a saved one is charged again.
 */
export function createPaymentMethod(unit, { instrument: { details, outcome, setup }, billing, customer = null }) {
  const { type } = details;
  const { address, ...contact } = billing ?? {};
  const method = unit.account.put('payment_methods', {
    id: newId.paymentMethod(),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: { address: { ...emptyAddress(), ...address }, email: null, name: null, phone: null, tax_id: null, ...contact },
    [type]: details[type],
    created: unit.nowSeconds(),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
  });
  unit.account.put('instruments', { id: method.id, details, outcome, setup });
  return method;
}

/** What can be charged behind an id: a stored payment method, or one of Stripe's test ids; null if there is neither. */
export function instrumentOf(unit, id) {
  return unit.account.get('instruments', id) ?? instrumentOfTestId(id);
}

/** Saves a payment method with a customer, so that it can be charged again; a card that declines is not saved. */
export function attachMethod(unit, method, customerId) {
  const attached = unit.account.update('payment_methods', method.id, { customer: customerId });
  unit.emit('payment_method.attached', attached);
  return attached;
}

/** The refusal of a card that cannot even be saved, or null. */
export function setupError(instrument) {
  if (instrument.setup.result !== 'declined') return null;
  const { code, declineCode, message } = instrument.setup;
  return { type: 'card_error', code, ...(declineCode && { decline_code: declineCode }), message };
}

function attachByRequest(unit, { customer: customerId }, id) {
  const customer = findByParameter(unit, 'customers', 'customer', customerId, 'customer');
  const instrument = instrumentOf(unit, id);
  if (!instrument) throw invalidRequest(`No such PaymentMethod: '${id}'`, { code: 'resource_missing', param: 'payment_method', status: 404 });
  const stored = unit.account.get('payment_methods', id);
  if (stored?.customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.', { code: 'payment_method_unexpected_state' });
  }
  const error = setupError(instrument);
  if (error) throw new StripeError(402, error);
  const billing = { email: customer.email, name: customer.name };
  return attachMethod(unit, stored ?? createPaymentMethod(unit, { instrument, billing }), customer.id);
}

function detachMethod(unit, parameters, id) {
  const before = findByPath(unit, 'payment_methods', 'PaymentMethod', id);
  if (!before.customer) {
    throw invalidRequest('The payment method you provided is not attached to a customer so detachment is impossible.', { param: 'payment_method' });
  }
  const detached = unit.account.update('payment_methods', id, { customer: null });
  for (const subscription of unit.account.all('subscriptions').filter((one) => one.default_payment_method === id)) {
    unit.account.update('subscriptions', subscription.id, { default_payment_method: null });
  }
  const customer = unit.account.get('customers', before.customer);
  if (customer.invoice_settings?.default_payment_method === id) {
    unit.account.update('customers', customer.id, { invoice_settings: { ...customer.invoice_settings, default_payment_method: null } });
  }
  unit.emit('payment_method.detached', detached, changedAttributes(before, detached));
  return detached;
}

function updateMethod(unit, { metadata: given }, id) {
  const before = findByPath(unit, 'payment_methods', 'PaymentMethod', id);
  const method = unit.account.update('payment_methods', id, { metadata: mergeMetadata(before.metadata, given) });
  unit.emit('payment_method.updated', method, changedAttributes(before, method));
  return method;
}

function listMethods(unit, { customer, type, ...paging }) {
  const methods = unit.account.all('payment_methods')
    .filter((method) => method.customer && (!customer || method.customer === customer) && (!type || method.type === type));
  return page('/v1/payment_methods', methods, paging);
}

function listOfCustomer(unit, { type, ...paging }, id) {
  findByPath(unit, 'customers', 'customer', id);
  const methods = unit.account.all('payment_methods').filter((method) => method.customer === id && (!type || method.type === type));
  return page(`/v1/customers/${id}/payment_methods`, methods, paging);
}
