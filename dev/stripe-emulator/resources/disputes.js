import { invalidRequest } from '../errors.js';
import { changedAttributes } from '../events.js';
import { newId } from '../ids.js';
import { createdWithin, page } from '../lists.js';
import { pageParameters, text, timeRange } from '../parameters.js';
import { recordBalanceTransaction } from './balance.js';
import { findByPath } from './find.js';

const DISPUTE_FEE = 1_500;
const EVIDENCE_SECONDS = 7 * 24 * 60 * 60;

const listParameters = { ...pageParameters, charge: text(), created: timeRange(), payment_intent: text() };

export const disputeRoutes = [
  { method: 'GET', path: '/v1/disputes', parameters: listParameters, handle: listDisputes },
  { method: 'GET', path: '/v1/disputes/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'disputes', 'dispute', id) },
];

/** A cardholder disputes a charge: its money and a fee are withdrawn until it is decided. */
export function openDispute(unit, chargeId, { amount, reason = 'fraudulent' }) {
  const charge = findByPath(unit, 'charges', 'charge', chargeId);
  if (charge.status !== 'succeeded' || charge.disputed) {
    throw invalidRequest(`Charge ${chargeId} cannot be disputed.`, { param: 'charge' });
  }
  const disputed = amount ?? charge.amount - charge.amount_refunded;
  const id = newId.dispute();
  const withdrawal = recordBalanceTransaction(unit, {
    type: 'adjustment',
    category: 'dispute',
    amount: -disputed,
    feeDetails: [{ amount: DISPUTE_FEE, application: null, currency: charge.currency, description: 'Dispute fee', type: 'stripe_fee' }],
    currency: charge.currency,
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
    evidence: {},
    evidence_details: {
      due_by: unit.nowSeconds() + EVIDENCE_SECONDS, enhanced_eligibility: {}, has_evidence: false, past_due: false, submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
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
  if (before.status !== 'needs_response') throw invalidRequest(`Dispute ${id} is closed.`);

  const dispute = unit.account.update('disputes', id, {
    balance_transactions: outcome === 'won' ? [...before.balance_transactions, reinstate(unit, before)] : before.balance_transactions,
    status: outcome,
  });
  if (outcome === 'won') unit.emit('charge.dispute.funds_reinstated', dispute);
  unit.emit('charge.dispute.closed', dispute, changedAttributes(before, dispute));
  return dispute;
}

function reinstate(unit, { id, amount, currency, charge }) {
  return recordBalanceTransaction(unit, {
    type: 'adjustment',
    category: 'dispute_reversal',
    amount,
    feeDetails: [{ amount: -DISPUTE_FEE, application: null, currency, description: 'Dispute fee refund', type: 'stripe_fee' }],
    currency,
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
