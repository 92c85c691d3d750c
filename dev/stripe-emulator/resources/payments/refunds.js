import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId, randomText } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { formatAmount } from '../../state/money.js';
import { choice, integer, mergeMetadata, metadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { checkMovable } from './amounts.js';
import { recordBalanceTransaction, settled } from '../connect/balance.js';
import { findByParameter, findByPath } from '../find.js';

const createParameters = {
  amount: integer({ minimum: 1 }),
  charge: text(),
  metadata: metadata(),
  payment_intent: text(),
  reason: choice('duplicate', 'fraudulent', 'requested_by_customer'),
};
const listParameters = { ...pageParameters, charge: text(), created: timeRange(), payment_intent: text() };

export const refundRoutes = [
  { method: 'POST', path: '/v1/refunds', parameters: createParameters, handle: createRefund },
  { method: 'GET', path: '/v1/refunds', parameters: listParameters, handle: listRefunds },
  { method: 'GET', path: '/v1/refunds/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'refunds', 'refund', id) },
  { method: 'POST', path: '/v1/refunds/:id', parameters: { metadata: metadata() }, handle: updateRefund },
];

function createRefund(unit, { amount: given, reason = null, metadata: givenMetadata, ...references }) {
  const charge = chargeToRefund(unit, references);
  const unrefunded = charge.amount - charge.amount_refunded;
  checkRefundable(unit, charge, given, unrefunded);

  const amount = given ?? unrefunded;
  const id = newId.refund();
  const isCard = charge.payment_method_details.type === 'card';
  const transaction = recordBalanceTransaction(unit, {
    type: isCard ? 'refund' : 'payment_refund', category: 'refund', ...settled(unit, -amount, charge.currency), source: id, description: 'REFUND FOR CHARGE',
  });
  const refund = unit.account.put('refunds', {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: unit.nowSeconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: isCard ? { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type: 'card' } : { type: charge.payment_method_details.type },
    metadata: mergeMetadata({}, givenMetadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  });
  announce(unit, refund, charge);
  return refund;
}

/** The bank sends a refund back: it is undone, and the money returns. */
export function failRefund(unit, id) {
  const before = findByPath(unit, 'refunds', 'refund', id);
  if (before.status === 'failed') return before;
  const transaction = recordBalanceTransaction(unit, {
    type: 'refund_failure', category: 'refund_failure', ...opposite(unit, before), source: id,
  });
  const refund = unit.account.update('refunds', id, {
    failure_balance_transaction: transaction.id, failure_reason: 'expired_or_canceled_card', status: 'failed',
  });
  const charge = unit.account.get('charges', before.charge);
  unit.account.update('charges', charge.id, { amount_refunded: charge.amount_refunded - before.amount, refunded: false });
  unit.emit('refund.updated', refund, changedAttributes(before, refund));
  unit.emit('charge.refund.updated', refund, changedAttributes(before, refund));
  unit.emit('refund.failed', refund);
  return refund;
}

/** What comes back is what had left, whatever the rate is by then. */
function opposite(unit, { balance_transaction: id }) {
  const { amount, currency, exchange_rate: exchangeRate } = unit.account.get('balance_transactions', id);
  return { amount: -amount, currency, exchangeRate };
}

function chargeToRefund(unit, { charge: chargeId, payment_intent: intentId }) {
  if (!chargeId && !intentId) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.', { code: 'parameter_missing' });
  }
  if (chargeId && intentId) {
    throw invalidRequest('You may only specify one of these parameters: payment_intent, charge.', { param: 'charge' });
  }
  if (chargeId) return findByParameter(unit, 'charges', 'charge', chargeId, 'charge');
  const intent = findByParameter(unit, 'payment_intents', 'payment_intent', intentId, 'payment_intent');
  if (intent.status !== 'succeeded') {
    throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, { code: 'payment_intent_unexpected_state', param: 'payment_intent' });
  }
  return unit.account.get('charges', intent.latest_charge);
}

function checkRefundable(unit, charge, amount, unrefunded) {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} is not successful, and cannot be refunded.`, { code: 'charge_not_refundable', param: 'charge' });
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (unit.account.all('disputes').some((dispute) => dispute.charge === charge.id && dispute.status !== 'won')) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  if (amount) checkMovable(amount, charge.currency, 'amount');
  if (amount > unrefunded) {
    const limit = charge.amount_refunded > 0 ? 'unrefunded amount on charge' : 'charge amount';
    throw invalidRequest(`Refund amount (${formatAmount(amount, charge.currency)}) is greater than ${limit} (${formatAmount(unrefunded, charge.currency)})`, { code: 'amount_too_large', param: 'amount' });
  }
}

function announce(unit, refund, charge) {
  const amountRefunded = charge.amount_refunded + refund.amount;
  const refunded = unit.account.update('charges', charge.id, {
    amount_refunded: amountRefunded, refunded: amountRefunded === charge.amount,
  });
  unit.emit('refund.created', refund);
  unit.emit('charge.refunded', refunded, changedAttributes(charge, refunded));
  // The card network's reference follows; Stripe tells it under the new name and under the old one.
  if (!refund.destination_details.card) return;
  const card = { ...refund.destination_details.card, reference: randomText(23), reference_status: 'available' };
  const referenced = unit.account.update('refunds', refund.id, { destination_details: { ...refund.destination_details, card } });
  const changes = changedAttributes(refund, referenced);
  unit.emit('refund.updated', referenced, changes);
  unit.emit('charge.refund.updated', referenced, changes);
}

function listRefunds(unit, { charge, created, payment_intent: intent, ...paging }) {
  const isWanted = createdWithin(created);
  const refunds = unit.account.all('refunds').filter((refund) => isWanted(refund)
    && (!charge || refund.charge === charge)
    && (!intent || refund.payment_intent === intent));
  return page('/v1/refunds', refunds, paging);
}

function updateRefund(unit, { metadata: given }, id) {
  const before = findByPath(unit, 'refunds', 'refund', id);
  const refund = unit.account.update('refunds', id, { metadata: mergeMetadata(before.metadata, given) });
  const changes = changedAttributes(before, refund);
  unit.emit('refund.updated', refund, changes);
  unit.emit('charge.refund.updated', refund, changes);
  return refund;
}
