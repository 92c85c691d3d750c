import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { decimalsOf } from '../../state/money.js';
import { currency, pageParameters, text, timeRange } from '../../http/parameters.js';
import { findByPath } from '../find.js';
import { planPayout } from './payouts.js';

const listParameters = { ...pageParameters, created: timeRange(), currency: currency(), source: text(), type: text() };

export const balanceRoutes = [
  { method: 'GET', path: '/v1/balance', parameters: {}, handle: retrieveBalance },
  { method: 'GET', path: '/v1/balance_transactions', parameters: listParameters, handle: listTransactions },
  { method: 'GET', path: '/v1/balance_transactions/:id', parameters: {}, handle: retrieveTransaction },
];

/**
 * Records a movement of the account's money. `availableAtMs` in the future leaves it pending until then. The per-currency
 * totals are kept beside the movements, because every transfer asks for them.
 */
export function recordBalanceTransaction(unit, { type, category, amount, feeDetails = [], currency: code, exchangeRate = null, source, description = null, availableAtMs }) {
  const fee = feeDetails.reduce((sum, detail) => sum + detail.amount, 0);
  const availableAt = availableAtMs ?? unit.nowMs();
  const isPending = availableAt > unit.nowMs();
  const transaction = unit.account.put('balance_transactions', {
    id: newId.balanceTransaction(),
    object: 'balance_transaction',
    amount,
    available_on: Math.ceil(availableAt / 1_000),
    balance_type: 'payments',
    created: unit.nowSeconds(),
    currency: code,
    description,
    exchange_rate: exchangeRate,
    fee,
    fee_details: feeDetails,
    net: amount - fee,
    reporting_category: category,
    source,
    status: isPending ? 'pending' : 'available',
    type,
  });
  addToBalance(unit, code, isPending ? { pending: transaction.net } : { available: transaction.net });
  if (isPending) unit.schedule('balance_transaction.release', availableAt, { balance_transaction: transaction.id });
  else if (transaction.net > 0) planPayout(unit);
  return transaction;
}

/** What an amount of a sale is on the account's balance: converted where the account does not settle in the currency it was charged in. */
export function settled(unit, amount, code) {
  const conversion = unit.settings.converted_currencies[code];
  if (!conversion) return { amount, currency: code };
  const { currency: into, exchange_rate: exchangeRate } = conversion;
  const converted = Math.round(Math.abs(amount) * exchangeRate * 10 ** (decimalsOf(into) - decimalsOf(code)));
  return { amount: Math.sign(amount) * converted, currency: into, exchangeRate };
}

/** Moves a pending transaction's net amount to what can be spent. */
export function releaseFunds(unit, id) {
  const transaction = unit.account.update('balance_transactions', id, { status: 'available' });
  addToBalance(unit, transaction.currency, { available: transaction.net, pending: -transaction.net });
  unit.emit('balance.available', retrieveBalance(unit));
  planPayout(unit);
}

export function availableBalance(unit, code) {
  return unit.account.get('balances', code)?.available ?? 0;
}

function addToBalance(unit, code, { available = 0, pending = 0 }) {
  const balance = unit.account.get('balances', code) ?? { id: code, available: 0, pending: 0 };
  unit.account.put('balances', { ...balance, available: balance.available + available, pending: balance.pending + pending });
}

function retrieveBalance(unit) {
  const balances = unit.account.all('balances');
  const amounts = (kind) => (balances.length > 0 ? balances : [{ id: 'usd', available: 0, pending: 0 }])
    .map((balance) => ({ amount: balance[kind], currency: balance.id, source_types: { card: balance[kind] } }));
  return { object: 'balance', available: amounts('available'), livemode: false, pending: amounts('pending') };
}

function listTransactions(unit, { created, currency: code, source, type, ...paging }) {
  const isWanted = createdWithin(created);
  const transactions = unit.account.all('balance_transactions').filter((transaction) => isWanted(transaction)
    && (!code || transaction.currency === code)
    && (!source || transaction.source === source)
    && (!type || transaction.type === type));
  return page('/v1/balance_transactions', transactions, paging);
}

function retrieveTransaction(unit, parameters, id) {
  return findByPath(unit, 'balance_transactions', 'balance transaction', id);
}
