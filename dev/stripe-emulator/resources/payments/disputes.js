import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { flag, hash, mergeMetadata, metadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { recordBalanceTransaction, settled } from '../connect/balance.js';
import { findByPath } from '../find.js';

const DISPUTE_FEE = 1_500;
const EVIDENCE_SECONDS = 7 * 24 * 60 * 60;

/** Stripe decides by these texts in test mode. */
const DECISIVE_EVIDENCE = { losing_evidence: 'lost', winning_evidence: 'won' };
const EVIDENCE_FIELDS = [
  'access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure', 'cancellation_rebuttal', 'customer_communication',
  'customer_email_address', 'customer_name', 'customer_purchase_ip', 'customer_signature', 'duplicate_charge_documentation',
  'duplicate_charge_explanation', 'duplicate_charge_id', 'product_description', 'receipt', 'refund_policy', 'refund_policy_disclosure',
  'refund_refusal_explanation', 'service_date', 'service_documentation', 'shipping_address', 'shipping_carrier', 'shipping_date',
  'shipping_documentation', 'shipping_tracking_number', 'uncategorized_file', 'uncategorized_text',
];
const MAXIMUM_EVIDENCE_LENGTH = 150_000;
const NO_EVIDENCE = { ...Object.fromEntries(EVIDENCE_FIELDS.map((name) => [name, null])), enhanced_evidence: {} };

const updateParameters = {
  evidence: hash(Object.fromEntries(EVIDENCE_FIELDS.map((name) => [name, text({ clearable: true, maximum: MAXIMUM_EVIDENCE_LENGTH })]))),
  metadata: metadata(),
  submit: flag(),
};
const listParameters = { ...pageParameters, charge: text(), created: timeRange(), payment_intent: text() };

export const disputeRoutes = [
  { method: 'GET', path: '/v1/disputes', parameters: listParameters, handle: listDisputes },
  { method: 'GET', path: '/v1/disputes/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'disputes', 'dispute', id) },
  { method: 'POST', path: '/v1/disputes/:id', parameters: updateParameters, handle: updateDispute },
  { method: 'POST', path: '/v1/disputes/:id/close', parameters: {}, handle: (unit, parameters, id) => closeDispute(unit, id, 'lost') },
];

/** A cardholder disputes a charge: its money and a fee are withdrawn until it is decided. */
export function openDispute(unit, chargeId, { amount, reason = 'fraudulent' }) {
  const charge = findByPath(unit, 'charges', 'charge', chargeId);
  if (charge.status !== 'succeeded' || charge.disputed) {
    throw invalidRequest(`Charge ${chargeId} cannot be disputed.`, { param: 'charge' });
  }
  const disputed = amount ?? charge.amount - charge.amount_refunded;
  const id = newId.dispute();
  const settlement = settled(unit, -disputed, charge.currency);
  const withdrawal = recordBalanceTransaction(unit, {
    type: 'adjustment',
    category: 'dispute',
    ...settlement,
    feeDetails: [{ amount: DISPUTE_FEE, application: null, currency: settlement.currency, description: 'Dispute fee', type: 'stripe_fee' }],
    source: id,
    description: `Chargeback withdrawal for ${chargeId}`,
  });
  const dispute = unit.account.put('disputes', {
    id,
    object: 'dispute',
    amount: disputed,
    balance_transactions: [withdrawal],
    charge: chargeId,
    created: unit.nowSeconds(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: unit.nowSeconds() + EVIDENCE_SECONDS, enhanced_eligibility: {}, has_evidence: false, past_due: false, submission_count: 0, submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: charge.payment_method_details.card ? '10.4' : null,
    payment_intent: charge.payment_intent,
    payment_method_details: describeMethod(charge),
    reason,
    status: 'needs_response',
  });
  const marked = unit.account.update('charges', chargeId, { disputed: true });
  unit.emit('charge.dispute.created', dispute);
  unit.emit('charge.updated', marked, changedAttributes(charge, marked));
  unit.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The bank decides: `won` returns the money and the fee, `lost` leaves both gone. */
export function closeDispute(unit, id, outcome) {
  const before = findByPath(unit, 'disputes', 'dispute', id);
  if (!isUndecided(before)) throw alreadyClosed();

  const dispute = unit.account.update('disputes', id, {
    balance_transactions: outcome === 'won' ? [...before.balance_transactions, reinstate(unit, before)] : before.balance_transactions,
    status: outcome,
  });
  if (outcome === 'won') unit.emit('charge.dispute.funds_reinstated', dispute);
  unit.emit('charge.dispute.closed', dispute, changedAttributes(before, dispute));
  return dispute;
}

/** Evidence is staged, until `submit` sends it to the bank, which happens by default, and only once. */
function updateDispute(unit, { evidence, metadata: given, submit = true }, id) {
  const before = findByPath(unit, 'disputes', 'dispute', id);
  const isSubmission = submit && evidence !== undefined;
  if (evidence && !isUndecided(before)) throw alreadyClosed();
  if (isSubmission && before.evidence_details.submission_count > 0) {
    throw invalidRequest('The evidence of this dispute has been submitted already.', { param: 'evidence' });
  }
  const updated = unit.account.update('disputes', id, {
    evidence: { ...before.evidence, ...evidence },
    evidence_details: {
      ...before.evidence_details,
      has_evidence: before.evidence_details.has_evidence || Boolean(evidence),
      ...(isSubmission && { submission_count: 1, submission_method: 'manual' }),
    },
    metadata: mergeMetadata(before.metadata, given),
    ...(isSubmission && { status: 'under_review' }),
  });
  unit.emit('charge.dispute.updated', updated, changedAttributes(before, updated));
  const outcome = isSubmission && DECISIVE_EVIDENCE[updated.evidence.uncategorized_text];
  return outcome ? closeDispute(unit, id, outcome) : updated;
}

function isUndecided({ status }) {
  return status === 'needs_response' || status === 'under_review';
}

function alreadyClosed() {
  return invalidRequest('This dispute is already closed', { code: 'dispute_already_closed' });
}

function describeMethod({ payment_method_details: details }) {
  if (!details.card) return { type: details.type };
  return { card: { brand: details.card.brand, case_type: 'chargeback', network: details.card.network, network_reason_code: '10.4' }, type: 'card' };
}

function reinstate(unit, { id, charge, balance_transactions: [{ amount: withdrawn, currency, exchange_rate: exchangeRate }] }) {
  return recordBalanceTransaction(unit, {
    type: 'adjustment',
    category: 'dispute_reversal',
    amount: -withdrawn,
    feeDetails: [{ amount: -DISPUTE_FEE, application: null, currency, description: 'Dispute fee refund', type: 'stripe_fee' }],
    currency,
    exchangeRate,
    source: id,
    description: `Chargeback reversal for ${charge}`,
  });
}

function listDisputes(unit, { charge, created, payment_intent: intent, ...paging }) {
  const isWanted = createdWithin(created);
  const disputes = unit.account.all('disputes').filter((dispute) => isWanted(dispute)
    && (!charge || dispute.charge === charge)
    && (!intent || dispute.payment_intent === intent));
  return page('/v1/disputes', disputes, paging);
}
