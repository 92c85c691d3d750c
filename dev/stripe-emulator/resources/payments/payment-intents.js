import { invalidRequest, StripeError } from '../../http/errors.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, currency, email, flag, hash, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange, url } from '../../http/parameters.js';
import { checkChargeable } from './amounts.js';
import { createCharge, failCharge, settleCharge, succeedCharge } from './charges.js';
import { findByParameter, findByPath } from '../find.js';
import { describeIntent } from './payment-intent-object.js';
import { createPaymentMethod, instrumentOf } from './payment-methods.js';

const writeParameters = {
  customer: text(),
  description: text({ clearable: true, maximum: 1_000 }),
  metadata: metadata(),
  payment_method: text(),
  receipt_email: email(),
  statement_descriptor: text({ maximum: 22 }),
  statement_descriptor_suffix: text({ maximum: 22 }),
  transfer_group: text(),
};
const confirmation = { return_url: url(), off_session: flag() };
const createParameters = {
  ...writeParameters,
  ...confirmation,
  amount: required(integer({ minimum: 1 })),
  automatic_payment_methods: hash({ enabled: required(flag()), allow_redirects: choice('always', 'never') }),
  capture_method: choice('automatic', 'automatic_async'),
  confirm: flag(),
  currency: required(currency()),
};
const updateParameters = { ...writeParameters, amount: integer({ minimum: 1 }), currency: currency() };
const confirmParameters = { ...confirmation, payment_method: text(), receipt_email: email() };
const cancelParameters = { cancellation_reason: choice('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') };
const listParameters = { ...pageParameters, created: timeRange(), customer: text() };

export const paymentIntentRoutes = [
  { method: 'POST', path: '/v1/payment_intents', parameters: createParameters, handle: createFromRequest },
  { method: 'GET', path: '/v1/payment_intents', parameters: listParameters, handle: listIntents },
  { method: 'GET', path: '/v1/payment_intents/:id', parameters: { client_secret: text() }, handle: retrieveIntent },
  { method: 'POST', path: '/v1/payment_intents/:id', parameters: updateParameters, handle: updateIntent },
  { method: 'POST', path: '/v1/payment_intents/:id/confirm', parameters: confirmParameters, handle: confirmIntent },
  { method: 'POST', path: '/v1/payment_intents/:id/cancel', parameters: cancelParameters, handle: cancelIntent },
];

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation'];

export function createIntent(unit, fields) {
  const intent = unit.account.put('payment_intents', describeIntent(unit, fields));
  unit.emit('payment_intent.created', intent);
  return intent;
}

/**
 * Tries to pay an intent with an instrument of test-instruments.js, or with a stored one, which has an `id`. Answers
 * `{ intent, charge, error }`, where `error` is the decline, if it was one.
 */
export function attemptPayment(unit, intentId, instrument, billing = {}) {
  const intent = unit.account.get('payment_intents', intentId);
  const paymentMethod = unit.account.get('payment_methods', instrument.id) ?? createPaymentMethod(unit, { instrument, billing, customer: intent.customer });
  const charge = createCharge(unit, intent, paymentMethod);
  unit.account.update('payment_intents', intentId, { latest_charge: charge.id, last_payment_error: null });

  const { outcome } = instrument;
  if (outcome.result === 'declined') return failPayment(unit, intentId, outcome);
  unit.account.update('payment_intents', intentId, { payment_method: paymentMethod.id });
  if (outcome.result === 'processing') return processPayment(unit, intentId);
  return succeedPayment(unit, intentId);
}

export function succeedPayment(unit, intentId) {
  const { amount, latest_charge: chargeId } = unit.account.get('payment_intents', intentId);
  const charge = succeedCharge(unit, chargeId);
  const intent = unit.account.update('payment_intents', intentId, { amount_received: amount, status: 'succeeded' });
  unit.emit('payment_intent.succeeded', intent);
  return { intent, charge: settleCharge(unit, charge), error: null };
}

export function failPayment(unit, intentId, failure) {
  const attempted = unit.account.get('payment_intents', intentId);
  const charge = failCharge(unit, attempted.latest_charge, failure);
  const error = declineError(charge, unit.account.get('payment_methods', charge.payment_method), failure);
  const intent = unit.account.update('payment_intents', intentId, {
    last_payment_error: error, payment_method: null, status: 'requires_payment_method',
  });
  unit.emit('payment_intent.payment_failed', intent);
  return { intent, charge, error };
}

function processPayment(unit, intentId) {
  const intent = unit.account.update('payment_intents', intentId, { status: 'processing' });
  const charge = unit.account.get('charges', intent.latest_charge);
  unit.emit('charge.pending', charge);
  unit.emit('payment_intent.processing', intent);
  return { intent, charge, error: null };
}

function declineError(charge, paymentMethod, { type = 'card_error', code, declineCode, message }) {
  return {
    advice_code: 'try_again_later',
    charge: charge.id,
    code,
    ...(declineCode && { decline_code: declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    payment_method: paymentMethod,
    type,
  };
}

function createFromRequest(unit, { confirm = false, payment_method: method, return_url: _returnUrl, off_session: _offSession, ...fields }) {
  findByParameter(unit, 'customers', 'customer', fields.customer, 'customer');
  checkChargeable(fields.amount, fields.currency, { described: 'Amount', param: 'amount' });
  const instrument = method ? instrumentFor(unit, method) : null;
  if (confirm && !instrument) throw paymentMethodMissing();

  const intent = createIntent(unit, {
    ...fields,
    ...(fields.automatic_payment_methods && {
      automatic_payment_methods: { allow_redirects: 'always', ...fields.automatic_payment_methods },
    }),
    ...(instrument && { payment_method: method, status: 'requires_confirmation' }),
  });
  return confirm ? pay(unit, intent, instrument) : intent;
}

function confirmIntent(unit, { payment_method: given, receipt_email: receiptEmail }, id) {
  const intent = findByPath(unit, 'payment_intents', 'payment_intent', id);
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirm');
  const method = given ?? intent.payment_method;
  if (!method) throw paymentMethodMissing();
  if (receiptEmail) unit.account.update('payment_intents', id, { receipt_email: receiptEmail });
  return pay(unit, intent, instrumentFor(unit, method));
}

/** The attempt stays recorded when it is declined; only its answer is an error. */
function pay(unit, { id }, instrument) {
  const { intent, error } = attemptPayment(unit, id, instrument);
  if (!error) return intent;
  throw new StripeError(402, { ...error, payment_intent: intent }, { keepsWrites: true });
}

function cancelIntent(unit, { cancellation_reason: reason = null }, id) {
  const intent = findByPath(unit, 'payment_intents', 'payment_intent', id);
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'cancel');
  return cancelPayment(unit, id, reason);
}

/** Gives up an intent that has not been paid. */
export function cancelPayment(unit, id, reason = 'abandoned') {
  const canceled = unit.account.update('payment_intents', id, {
    canceled_at: unit.nowSeconds(), cancellation_reason: reason, status: 'canceled',
  });
  unit.emit('payment_intent.canceled', canceled);
  return canceled;
}

function updateIntent(unit, { metadata: given, payment_method: method, ...fields }, id) {
  const before = findByPath(unit, 'payment_intents', 'payment_intent', id);
  findByParameter(unit, 'customers', 'customer', fields.customer, 'customer');
  const changesPrice = fields.amount !== undefined || fields.currency !== undefined;
  if (changesPrice && !CONFIRMABLE.includes(before.status)) throw unexpectedState(before, 'update');
  if (changesPrice) {
    checkChargeable(fields.amount ?? before.amount, fields.currency ?? before.currency, { described: 'Amount', param: 'amount' });
  }
  if (method) instrumentFor(unit, method);
  return unit.account.update('payment_intents', id, {
    ...fields,
    ...(method && { payment_method: method, status: 'requires_confirmation' }),
    metadata: mergeMetadata(before.metadata, given),
  });
}

function listIntents(unit, { created, customer, ...paging }) {
  const isWanted = createdWithin(created);
  const intents = unit.account.all('payment_intents').filter((intent) => isWanted(intent) && (!customer || intent.customer === customer));
  return page('/v1/payment_intents', intents, paging);
}

function retrieveIntent(unit, parameters, id) {
  return findByPath(unit, 'payment_intents', 'payment_intent', id);
}

function instrumentFor(unit, paymentMethodId) {
  const instrument = instrumentOf(unit, paymentMethodId);
  if (!instrument) throw invalidRequest(`No such PaymentMethod: '${paymentMethodId}'`, { code: 'resource_missing', param: 'payment_method' });
  return instrument;
}

function paymentMethodMissing() {
  return invalidRequest('You cannot confirm this PaymentIntent because it\'s missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.', { code: 'payment_intent_unexpected_state' });
}

function unexpectedState(intent, verb) {
  return invalidRequest(`You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state', payment_intent: intent,
  });
}
