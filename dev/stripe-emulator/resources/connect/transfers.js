import { invalidRequest, noSuchReference } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page, subList } from '../../http/lists.js';
import { formatAmount } from '../../state/money.js';
import { choice, currency, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange } from '../../http/parameters.js';
import { checkMovable } from '../payments/amounts.js';
import { availableBalance, recordBalanceTransaction } from './balance.js';
import { findByParameter, findByPath } from '../find.js';

const createParameters = {
  amount: required(integer({ minimum: 1 })),
  currency: required(currency()),
  description: text(),
  destination: required(text()),
  metadata: metadata(),
  source_transaction: text(),
  source_type: choice('bank_account', 'card', 'fpx'),
  transfer_group: text(),
};
const updateParameters = { description: text({ clearable: true }), metadata: metadata() };
const listParameters = { ...pageParameters, created: timeRange(), destination: text(), transfer_group: text() };

export const transferRoutes = [
  { method: 'POST', path: '/v1/transfers', parameters: createParameters, handle: createTransfer },
  { method: 'GET', path: '/v1/transfers', parameters: listParameters, handle: listTransfers },
  { method: 'GET', path: '/v1/transfers/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'transfers', 'transfer', id) },
  { method: 'POST', path: '/v1/transfers/:id', parameters: updateParameters, handle: updateTransfer },
];

function createTransfer(unit, { amount, currency: code, destination, source_transaction: sourceId, transfer_group: group, metadata: given, ...fields }) {
  checkDestination(unit, destination);
  checkMovable(amount, code, 'amount');
  const source = findByParameter(unit, 'charges', 'charge', sourceId, 'source_transaction');
  // Money of a given charge may be sent before it is available; all other money must be there.
  if (source) checkSource(unit, source, amount, code);
  else checkBalance(unit, amount, code);

  const id = newId.transfer();
  const transfer = unit.account.put('transfers', {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: recordOutflow(unit, { id, amount, currency: code, source }).id,
    created: unit.nowSeconds(),
    currency: code,
    description: null,
    destination,
    destination_payment: recordDestinationPayment(unit, { id, amount, currency: code, destination, source }),
    livemode: false,
    reversals: subList(`/v1/transfers/${id}/reversals`, []),
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: 'card',
    transfer_group: source ? groupOf(unit, source, group) : group ?? null,
    ...fields,
    metadata: mergeMetadata({}, given),
  });
  unit.emit('transfer.created', transfer);
  return transfer;
}

function checkDestination(unit, destination) {
  const account = unit.account.get('accounts', destination);
  if (!account) throw noSuchReference('destination', destination, 'destination');
  if (account.capabilities.transfers !== 'active') {
    throw invalidRequest('Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments', { code: 'insufficient_capabilities_for_transfer', param: 'destination' });
  }
}

function checkSource(unit, charge, amount, code) {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} has not succeeded and cannot be the source of a transfer.`, { param: 'source_transaction' });
  }
  if (charge.currency !== code) {
    throw invalidRequest(`The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${code})`, { code: 'transfer_source_balance_parameters_mismatch', param: 'currency' });
  }
  const sent = unit.account.all('transfers')
    .filter((transfer) => transfer.source_transaction === charge.id)
    .reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0);
  if (sent + amount > charge.amount) {
    const before = sent > 0 ? ` (There is already a transfer using this source, amounting to a total of ${formatAmount(sent, code)}.)` : '';
    throw invalidRequest(`Transfers using this transaction as a source must not exceed the source amount of ${formatAmount(charge.amount, code)}.${before}`, { param: 'amount' });
  }
}

function checkBalance(unit, amount, code) {
  if (availableBalance(unit, code) >= amount) return;
  throw invalidRequest('You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance', { code: 'balance_insufficient' });
}

/** Transfers from one charge share its group, and give it one if it has none. */
function groupOf(unit, charge, given) {
  if (charge.transfer_group && given && given !== charge.transfer_group) {
    throw invalidRequest("You cannot specify a transfer_group different from that of the source_transaction's.", { param: 'transfer_group' });
  }
  const group = charge.transfer_group ?? given ?? `group_${charge.payment_intent ?? charge.id}`;
  if (!charge.transfer_group) unit.account.update('charges', charge.id, { transfer_group: group });
  return group;
}

function recordOutflow(unit, { id, amount, currency: code, source }) {
  return recordBalanceTransaction(unit, {
    type: 'transfer', category: 'transfer', amount: -amount, currency: code, source: id, availableAtMs: availabilityOf(unit, source),
  });
}

/** What the connected account sees of a transfer: a payment to it, in its own balance. */
function recordDestinationPayment(unit, { id, amount, currency: code, destination, source }) {
  const connected = unit.onConnectedAccount(destination);
  const paymentId = newId.destinationPayment();
  const transaction = recordBalanceTransaction(connected, {
    type: 'payment', category: 'charge', amount, currency: code, source: paymentId, availableAtMs: availabilityOf(unit, source),
  });
  connected.account.put('charges', {
    id: paymentId,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    balance_transaction: transaction.id,
    captured: true,
    created: unit.nowSeconds(),
    currency: code,
    livemode: false,
    metadata: {},
    paid: true,
    payment_intent: null,
    refunded: false,
    source_transfer: id,
    status: 'succeeded',
  });
  return paymentId;
}

function availabilityOf(unit, source) {
  const funds = source && unit.account.get('balance_transactions', source.balance_transaction);
  return funds?.status === 'pending' ? funds.available_on * 1_000 : unit.nowMs();
}

function listTransfers(unit, { created, destination, transfer_group: group, ...paging }) {
  const isWanted = createdWithin(created);
  const transfers = unit.account.all('transfers').filter((transfer) => isWanted(transfer)
    && (!destination || transfer.destination === destination)
    && (!group || transfer.transfer_group === group));
  return page('/v1/transfers', transfers, paging);
}

function updateTransfer(unit, { metadata: given, ...fields }, id) {
  const before = findByPath(unit, 'transfers', 'transfer', id);
  const transfer = unit.account.update('transfers', id, { ...fields, metadata: mergeMetadata(before.metadata, given) });
  unit.emit('transfer.updated', transfer, changedAttributes(before, transfer));
  return transfer;
}
