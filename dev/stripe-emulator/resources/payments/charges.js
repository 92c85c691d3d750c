import { changedAttributes } from '../../webhooks/events.js';
import { newId, randomText } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { processingFee } from '../../state/money.js';
import { mergeMetadata, metadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { recordBalanceTransaction, settled } from '../connect/balance.js';
import { openDispute } from './disputes.js';
import { findByPath } from '../find.js';

const listParameters = { ...pageParameters, created: timeRange(), customer: text(), payment_intent: text(), transfer_group: text() };
const updateParameters = { description: text({ clearable: true }), metadata: metadata(), receipt_email: text(), transfer_group: text() };

export const chargeRoutes = [
  { method: 'GET', path: '/v1/charges', parameters: listParameters, handle: listCharges },
  { method: 'GET', path: '/v1/charges/:id', parameters: {}, handle: retrieveCharge },
  { method: 'POST', path: '/v1/charges/:id', parameters: updateParameters, handle: updateCharge },
  { method: 'GET', path: '/v1/charges/:id/refunds', parameters: pageParameters, handle: listRefundsOfCharge },
];

/** A charge of a payment intent, as yet without an outcome. */
export function createCharge(unit, intent, paymentMethod) {
  const id = newId.charge();
  const { type } = paymentMethod;
  return unit.account.put('charges', {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: paymentMethod.billing_details,
    calculated_statement_descriptor: 'STRIPE EMULATOR',
    captured: false,
    created: unit.nowSeconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: paymentMethod.id,
    payment_method_details: { [type]: methodDetails(intent, paymentMethod), type },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
}

/**
 * The charge succeeds, but its money is not booked yet: capture is asynchronous in this API version, so `charge.succeeded`
 * has no balance transaction, and the `charge.updated` of `settleCharge` brings it.
 */
export function succeedCharge(unit, chargeId) {
  const charge = unit.account.update('charges', chargeId, {
    amount_captured: unit.account.get('charges', chargeId).amount,
    captured: true,
    outcome: {
      advice_code: null, network_advice_code: null, network_decline_code: null, network_status: 'approved_by_network', reason: null, risk_level: 'normal', risk_score: 12, seller_message: 'Payment complete.', type: 'authorized',
    },
    paid: true,
    receipt_url: `${unit.publicUrl}/receipts/${chargeId}`,
    status: 'succeeded',
  });
  unit.emit('charge.succeeded', charge);
  return charge;
}

export function settleCharge(unit, charge) {
  const settlement = settled(unit, charge.amount, charge.currency);
  const transaction = recordBalanceTransaction(unit, {
    type: charge.payment_method_details.type === 'card' ? 'charge' : 'payment',
    category: 'charge',
    ...settlement,
    feeDetails: [{
      amount: processingFee(settlement.amount, settlement.currency), application: null, currency: settlement.currency, description: 'Stripe processing fees', type: 'stripe_fee',
    }],
    source: charge.id,
    description: charge.description,
    availableAtMs: unit.nowMs() + unit.settings.funds_available_after_ms,
  });
  const updated = unit.account.update('charges', charge.id, { balance_transaction: transaction.id });
  unit.emit('charge.updated', updated, changedAttributes(charge, updated));
  // The cards whose charges are disputed at once.
  const reason = unit.account.get('instruments', charge.payment_method)?.outcome.dispute;
  if (reason) openDispute(unit, charge.id, { reason });
  return updated;
}

export function failCharge(unit, chargeId, { code, declineCode, message }) {
  const charge = unit.account.update('charges', chargeId, {
    failure_code: code,
    failure_message: message,
    outcome: {
      advice_code: 'try_again_later', network_advice_code: null, network_decline_code: null, network_status: 'declined_by_network', reason: declineCode, risk_level: 'normal', risk_score: 12, seller_message: 'The bank did not return any further details with this decline.', type: 'issuer_declined',
    },
    status: 'failed',
  });
  unit.emit('charge.failed', charge);
  return charge;
}

function methodDetails(intent, { type, [type]: instrument }) {
  if (type !== 'card') return { ...instrument, mandate: `mandate_1${randomText(23)}` };
  const { generated_from: _generatedFrom, networks: _networks, three_d_secure_usage: _usage, display_brand: displayBrand, ...card } = instrument;
  return {
    ...card,
    amount_authorized: intent.amount,
    authorization_code: randomText(6),
    electronic_commerce_indicator: null,
    extended_authorization: { status: 'disabled' },
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: displayBrand,
    network_token: { used: false },
    network_transaction_id: randomText(15),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    three_d_secure: null,
    transaction_link_id: null,
  };
}

function listCharges(unit, { created, customer, payment_intent: intent, transfer_group: group, ...paging }) {
  const isWanted = createdWithin(created);
  const charges = unit.account.all('charges').filter((charge) => isWanted(charge)
    && (!customer || charge.customer === customer)
    && (!intent || charge.payment_intent === intent)
    && (!group || charge.transfer_group === group));
  return page('/v1/charges', charges, paging);
}

function retrieveCharge(unit, parameters, id) {
  return findByPath(unit, 'charges', 'charge', id);
}

function updateCharge(unit, { metadata: given, ...fields }, id) {
  const before = findByPath(unit, 'charges', 'charge', id);
  const charge = unit.account.update('charges', id, { ...fields, metadata: mergeMetadata(before.metadata, given) });
  unit.emit('charge.updated', charge, changedAttributes(before, charge));
  return charge;
}

function listRefundsOfCharge(unit, paging, id) {
  findByPath(unit, 'charges', 'charge', id);
  return page(`/v1/charges/${id}/refunds`, unit.account.all('refunds').filter((refund) => refund.charge === id), paging);
}
