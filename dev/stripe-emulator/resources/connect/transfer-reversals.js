import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { page, subList } from '../../http/lists.js';
import { formatAmount } from '../../state/money.js';
import { flag, integer, mergeMetadata, metadata, pageParameters, text } from '../../http/parameters.js';
import { checkMovable } from '../payments/amounts.js';
import { recordBalanceTransaction } from './balance.js';
import { findByPath } from '../find.js';

const createParameters = {
  amount: integer({ minimum: 1 }),
  description: text(),
  metadata: metadata(),
  refund_application_fee: flag(),
};

export const transferReversalRoutes = [
  { method: 'POST', path: '/v1/transfers/:id/reversals', parameters: createParameters, handle: createReversal },
  { method: 'GET', path: '/v1/transfers/:id/reversals', parameters: pageParameters, handle: listReversals },
  { method: 'GET', path: '/v1/transfers/:id/reversals/:id', parameters: {}, handle: retrieveReversal },
  { method: 'POST', path: '/v1/transfers/:id/reversals/:id', parameters: { metadata: metadata() }, handle: updateReversal },
];

function createReversal(unit, { amount: given, description = null, metadata: givenMetadata }, transferId) {
  const transfer = findByPath(unit, 'transfers', 'transfer', transferId);
  const unreversed = transfer.amount - transfer.amount_reversed;
  const amount = given ?? unreversed;
  checkMovable(amount, transfer.currency, 'amount');
  checkCap(transfer, amount, unreversed);

  const id = newId.transferReversal();
  const transaction = recordBalanceTransaction(unit, {
    type: 'transfer_refund', category: 'transfer_reversal', amount, currency: transfer.currency, source: id, description,
  });
  takeBack(unit, transfer, amount);
  const reversal = unit.account.put('transfer_reversals', {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: transaction.id,
    created: unit.nowSeconds(),
    currency: transfer.currency,
    destination_payment_refund: null,
    metadata: mergeMetadata({}, givenMetadata),
    source_refund: null,
    transfer: transferId,
  });

  const reversed = unit.account.update('transfers', transferId, {
    amount_reversed: transfer.amount_reversed + amount,
    reversals: subList(transfer.reversals.url, reversalsOf(unit, transferId).toReversed()),
    reversed: amount === unreversed,
  });
  unit.emit('transfer.reversed', reversed, changedAttributes(transfer, reversed));
  return reversal;
}

function checkCap(transfer, amount, unreversed) {
  if (unreversed === 0) {
    throw invalidRequest(`Transfer ${transfer.id} is already fully reversed.`, { param: 'amount' });
  }
  if (amount > unreversed) {
    throw invalidRequest(`Reversal amount (${formatAmount(amount, transfer.currency)}) is greater than unreversed amount on transfer (${formatAmount(unreversed, transfer.currency)})`, { param: 'amount' });
  }
}

function takeBack(unit, { destination, destination_payment: payment, currency }, amount) {
  const connected = unit.onConnectedAccount(destination);
  recordBalanceTransaction(connected, {
    type: 'payment_refund', category: 'refund', amount: -amount, currency, source: payment,
  });
  const { amount: paid, amount_refunded: before } = connected.account.get('charges', payment);
  connected.account.update('charges', payment, { amount_refunded: before + amount, refunded: before + amount === paid });
}

function reversalsOf(unit, transferId) {
  return unit.account.all('transfer_reversals').filter((reversal) => reversal.transfer === transferId);
}

function listReversals(unit, paging, transferId) {
  findByPath(unit, 'transfers', 'transfer', transferId);
  return page(`/v1/transfers/${transferId}/reversals`, reversalsOf(unit, transferId), paging);
}

function retrieveReversal(unit, parameters, transferId, id) {
  findByPath(unit, 'transfers', 'transfer', transferId);
  return findByPath(unit, 'transfer_reversals', 'transfer reversal', id);
}

function updateReversal(unit, { metadata: given }, transferId, id) {
  const reversal = retrieveReversal(unit, {}, transferId, id);
  return unit.account.update('transfer_reversals', id, { metadata: mergeMetadata(reversal.metadata, given) });
}
