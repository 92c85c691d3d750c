import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, currency, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange } from '../../http/parameters.js';
import { checkMovable } from '../payments/amounts.js';
import { availableBalance, recordBalanceTransaction } from './balance.js';
import { findByPath } from '../find.js';
import { daysToNextPayout } from './account-settings.js';
import { markErrored, payoutFailure } from './external-accounts.js';

const createParameters = {
  amount: required(integer({ minimum: 1 })),
  currency: required(currency()),
  description: text(),
  destination: text(),
  metadata: metadata(),
  method: choice('instant', 'standard'),
  source_type: choice('bank_account', 'card', 'fpx'),
  statement_descriptor: text({ maximum: 22 }),
};
const listParameters = {
  ...pageParameters, arrival_date: timeRange(), created: timeRange(), destination: text(), status: choice('canceled', 'failed', 'in_transit', 'paid', 'pending'),
};

export const payoutRoutes = [
  { method: 'POST', path: '/v1/payouts', parameters: createParameters, handle: createByRequest },
  { method: 'GET', path: '/v1/payouts', parameters: listParameters, handle: listPayouts },
  { method: 'GET', path: '/v1/payouts/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'payouts', 'payout', id) },
  { method: 'POST', path: '/v1/payouts/:id', parameters: { metadata: metadata() }, handle: updatePayout },
  { method: 'POST', path: '/v1/payouts/:id/cancel', parameters: {}, handle: cancelPayout },
];

function createByRequest(unit, given) {
  const account = accountOf(unit);
  if (account && !account.payouts_enabled) {
    throw invalidRequest('Cannot create payouts: your account has requirements that need to be collected before payouts are enabled.', { code: 'payouts_not_allowed' });
  }
  checkMovable(given.amount, given.currency, 'amount');
  const bank = account && bankFor(account, given.currency, given.destination);
  if (availableBalance(unit, given.currency) < given.amount) {
    throw invalidRequest('You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.', { code: 'balance_insufficient', param: 'amount' });
  }
  return createPayout(unit, { ...given, destination: bank?.id ?? null, automatic: false });
}

/** Money leaves the balance at once, and arrives at the bank a while later. */
function createPayout(unit, { amount, automatic, currency: code, description, destination, metadata: given, method = 'standard', statement_descriptor: descriptor = null }) {
  const id = newId.payout();
  const arrivesAt = unit.nowMs() + unit.settings.payout_arrives_after_ms;
  const transaction = recordBalanceTransaction(unit, { type: 'payout', category: 'payout', amount: -amount, currency: code, source: id, description: description ?? 'STRIPE PAYOUT' });
  const payout = unit.account.put('payouts', {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: Math.ceil(arrivesAt / 1_000),
    automatic,
    balance_transaction: transaction.id,
    created: unit.nowSeconds(),
    currency: code,
    description: description ?? (automatic ? 'STRIPE PAYOUT' : null),
    destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata({}, given),
    method,
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: descriptor,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  });
  unit.emit('payout.created', payout);
  unit.schedule('payout.arrive', arrivesAt, { payout: id });
  return payout;
}

/** The bank takes the money, or sends it back; `failure` is `{ code, message }`. Answers null if that is decided already. */
export function settlePayout(unit, id, failure = payoutFailure(unit, unit.account.get('payouts', id).destination)) {
  const before = unit.account.get('payouts', id);
  if (before.status !== 'pending') return null;
  if (!failure) {
    const paid = unit.account.update('payouts', id, {
      ...(before.automatic && { reconciliation_status: 'completed' }), status: 'paid', trace_id: { status: 'supported', value: id.slice(-15) },
    });
    unit.emit('payout.updated', paid, changedAttributes(before, paid));
    unit.emit('payout.paid', paid);
    return paid;
  }
  const failed = unit.account.update('payouts', id, {
    failure_balance_transaction: giveBack(unit, before, 'payout_failure').id, failure_code: failure.code, failure_message: failure.message, status: 'failed',
  });
  unit.emit('payout.updated', failed, changedAttributes(before, failed));
  unit.emit('payout.failed', failed);
  if (accountOf(unit) && before.destination) markErrored(unit.onPlatform(), unit.accountId, before.destination);
  return failed;
}

/** Has what is available paid out on the day that the account's schedule says, if there is none planned yet. */
export function planPayout(unit) {
  const account = accountOf(unit);
  const days = account && daysToNextPayout(account.settings.payouts.schedule, unit.nowMs());
  if (!days || unit.account.get('plans', 'payout')) return;
  unit.account.put('plans', { id: 'payout' });
  unit.schedule('payout.automatic', unit.nowMs() + days * unit.settings.payout_day_ms, {});
}

/** The day of an automatic payout. What cannot be paid out waits for the next one. */
export function payOutAutomatically(unit) {
  unit.account.delete('plans', 'payout');
  const account = accountOf(unit);
  if (!account || account.settings.payouts.schedule.interval === 'manual') return;
  for (const { id: code, available } of unit.account.all('balances').filter((balance) => balance.available > 0)) {
    const bank = account.external_accounts.data.find((one) => one.currency === code && one.default_for_currency && one.status !== 'errored');
    if (account.payouts_enabled && bank) createPayout(unit, { amount: available, automatic: true, currency: code, destination: bank.id });
    else planPayout(unit);
  }
}

function cancelPayout(unit, parameters, id) {
  const before = findByPath(unit, 'payouts', 'payout', id);
  if (before.automatic) throw invalidRequest('Automatic payouts cannot be canceled.', { code: 'payouts_not_allowed' });
  if (before.status !== 'pending') throw invalidRequest(`Payouts with a status of ${before.status} cannot be canceled.`, { code: 'status_transition_invalid' });
  const canceled = unit.account.update('payouts', id, { failure_balance_transaction: giveBack(unit, before, 'payout_cancel').id, status: 'canceled' });
  unit.emit('payout.canceled', canceled);
  return canceled;
}

function giveBack(unit, { id, amount, currency: code }, type) {
  return recordBalanceTransaction(unit, { type, category: 'payout_reversal', amount, currency: code, source: id });
}

/** The connected account that pays out; null for the platform, whose bank account is not emulated. */
function accountOf(unit) {
  return (unit.accountId && unit.platform.get('accounts', unit.accountId)) || null;
}

function bankFor(account, code, wanted) {
  const banks = account.external_accounts.data.filter((one) => one.currency === code);
  const bank = wanted ? banks.find((one) => one.id === wanted) : banks.find((one) => one.default_for_currency);
  if (!bank) {
    throw invalidRequest(wanted ? `No such external account: '${wanted}'` : `Sorry, you don't have any external accounts in that currency (${code}).`, { code: wanted ? 'resource_missing' : undefined, param: wanted ? 'destination' : 'currency' });
  }
  return bank;
}

function updatePayout(unit, { metadata: given }, id) {
  const before = findByPath(unit, 'payouts', 'payout', id);
  const payout = unit.account.update('payouts', id, { metadata: mergeMetadata(before.metadata, given) });
  unit.emit('payout.updated', payout, changedAttributes(before, payout));
  return payout;
}

function listPayouts(unit, { arrival_date: arrival, created, destination, status, ...paging }) {
  const isWanted = createdWithin(created);
  const arrivesWithin = createdWithin(arrival);
  const payouts = unit.account.all('payouts').filter((payout) => isWanted(payout)
    && arrivesWithin({ created: payout.arrival_date })
    && (!destination || payout.destination === destination)
    && (!status || payout.status === status));
  return page('/v1/payouts', payouts, paging);
}
