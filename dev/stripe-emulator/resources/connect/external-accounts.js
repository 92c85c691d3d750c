import { createHash } from 'node:crypto';
import { invalidParameter, invalidRequest, notFound } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { page } from '../../http/lists.js';
import { choice, currency, flag, hash, mergeMetadata, metadata, pageParameters, required, text } from '../../http/parameters.js';
import { changeStanding } from './accounts.js';
import { findByPath } from '../find.js';

/** Bank accounts by what becomes of payouts to them: the ends of their published test numbers. */
const FAILURES = [
  ['no_account', /(111111116|0532013001)$/, 'The bank account details on file are probably incorrect. No bank account exists for the provided details.'],
  ['account_closed', /(111111113|0532013002)$/, 'The bank account has been closed.'],
  ['insufficient_funds', /(222222227|0532013003)$/, 'Your Stripe account has insufficient funds to cover the payout.'],
  ['debit_not_authorized', /(333333335|0532013004)$/, 'Debit transactions are not approved on your bank account.'],
  ['invalid_currency', /(444444440|0532013005)$/, 'The bank was unable to process this payout because of its currency.'],
];
const TOKENS = { btok_us_verified: '000123456789', btok_us_verified_noAccount: '000111111116', btok_us_verified_accountClosed: '000111111113' };

const fields = hash({
  account_holder_name: text(),
  account_holder_type: choice('company', 'individual'),
  account_number: required(text()),
  country: required(text({ maximum: 2 })),
  currency: currency(),
  object: required(choice('bank_account')),
  routing_number: text(),
});

/** A bank account, or one of Stripe's test tokens for one. */
export function bankAccount() {
  return {
    read(value, path) {
      if (typeof value !== 'string') return fields.read(value, path);
      if (!Object.hasOwn(TOKENS, value)) throw invalidParameter(`No such token: '${value}'`, path, 'resource_missing');
      return { account_number: TOKENS[value], country: 'US', currency: 'usd', routing_number: '110000000' };
    },
  };
}

const createParameters = { default_for_currency: flag(), external_account: required(bankAccount()), metadata: metadata() };
const updateParameters = { account_holder_name: text(), default_for_currency: flag(), metadata: metadata() };

export const externalAccountRoutes = [
  { method: 'POST', path: '/v1/accounts/:id/external_accounts', parameters: createParameters, handle: createExternalAccount },
  { method: 'GET', path: '/v1/accounts/:id/external_accounts', parameters: { ...pageParameters, object: choice('bank_account') }, handle: listExternalAccounts },
  { method: 'GET', path: '/v1/accounts/:id/external_accounts/:bank', parameters: {}, handle: (unit, parameters, id, bankId) => findBank(unit, id, bankId).bank },
  { method: 'POST', path: '/v1/accounts/:id/external_accounts/:bank', parameters: updateParameters, handle: updateExternalAccount },
  { method: 'DELETE', path: '/v1/accounts/:id/external_accounts/:bank', parameters: {}, handle: deleteExternalAccount },
];

export function defaultBankAccount({ country, default_currency: code }) {
  return country === 'US'
    ? { account_number: '000123456789', country, currency: code, routing_number: '110000000' }
    : { account_number: 'DE89370400440532013000', country: 'DE', currency: code };
}

/** The account's list with one more, which is the default of its currency from now on. */
export function addBankAccount(unit, account, given, { isDefault = true, metadata: givenMetadata } = {}) {
  const bank = describeBank(unit, account, given, givenMetadata);
  const others = account.external_accounts.data;
  const isOnly = !others.some((one) => one.currency === bank.currency);
  return withList(account, [
    { ...bank, default_for_currency: isDefault || isOnly },
    ...others.map((one) => (isDefault && one.currency === bank.currency ? { ...one, default_for_currency: false } : one)),
  ]);
}

/** Why a payout to a bank account fails, as `{ code, message }`; null if it does not. */
export function payoutFailure(unit, bankId) {
  const number = unit.platform.get('bank_account_numbers', bankId)?.number ?? '';
  const failure = FAILURES.find(([, pattern]) => pattern.test(number));
  return failure ? { code: failure[0], message: failure[2] } : null;
}

/** After a payout that it sent back, nothing more is paid to a bank account. */
export function markErrored(unit, accountId, bankId) {
  const account = unit.account.get('accounts', accountId);
  const data = account.external_accounts.data.map((one) => (one.id === bankId ? { ...one, status: 'errored' } : one));
  unit.onConnectedAccount(accountId).emit('account.external_account.updated', data.find((one) => one.id === bankId), { status: 'new' });
  changeStanding(unit, accountId, { external_accounts: withList(account, data) });
}

function describeBank(unit, account, { account_number: number, country, currency: code = account.default_currency, ...holder }, givenMetadata) {
  const id = newId.bankAccount();
  unit.platform.put('bank_account_numbers', { id, number });
  return {
    id,
    object: 'bank_account',
    account: account.id,
    account_holder_name: holder.account_holder_name ?? null,
    account_holder_type: holder.account_holder_type ?? null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: country.toUpperCase(),
    currency: code,
    default_for_currency: true,
    fingerprint: createHash('sha256').update(`${country}${number}`).digest('hex').slice(0, 16),
    future_requirements: null,
    last4: number.slice(-4),
    metadata: mergeMetadata({}, givenMetadata),
    requirements: null,
    routing_number: holder.routing_number ?? null,
    status: 'new',
  };
}

function createExternalAccount(unit, { default_for_currency: isDefault = false, external_account: given, metadata: givenMetadata }, id) {
  const account = findByPath(unit, 'accounts', 'account', id);
  const list = addBankAccount(unit, account, given, { isDefault, metadata: givenMetadata });
  unit.onConnectedAccount(id).emit('account.external_account.created', list.data[0]);
  changeStanding(unit, id, { external_accounts: list });
  return list.data[0];
}

function updateExternalAccount(unit, { default_for_currency: isDefault, metadata: givenMetadata, ...changes }, id, bankId) {
  const { account, bank } = findBank(unit, id, bankId);
  const updated = { ...bank, ...changes, ...(isDefault && { default_for_currency: true }), metadata: mergeMetadata(bank.metadata, givenMetadata) };
  const data = account.external_accounts.data.map((one) => {
    if (one.id === bankId) return updated;
    return isDefault && one.currency === bank.currency ? { ...one, default_for_currency: false } : one;
  });
  unit.onConnectedAccount(id).emit('account.external_account.updated', updated, {});
  changeStanding(unit, id, { external_accounts: withList(account, data) });
  return updated;
}

function deleteExternalAccount(unit, parameters, id, bankId) {
  const { account, bank } = findBank(unit, id, bankId);
  const others = account.external_accounts.data.filter((one) => one.id !== bankId);
  if (bank.default_for_currency && others.some((one) => one.currency === bank.currency)) {
    throw invalidRequest('You cannot delete the default external account for your default currency. Please make another external account the default using the `default_for_currency` param, and then delete this one.');
  }
  unit.onConnectedAccount(id).emit('account.external_account.deleted', bank);
  changeStanding(unit, id, { external_accounts: withList(account, others) });
  return { id: bankId, object: 'bank_account', deleted: true };
}

function listExternalAccounts(unit, { object: _object, ...paging }, id) {
  const { external_accounts: list } = findByPath(unit, 'accounts', 'account', id);
  return page(list.url, list.data.toReversed(), paging);
}

function findBank(unit, id, bankId) {
  const account = findByPath(unit, 'accounts', 'account', id);
  const bank = account.external_accounts.data.find((one) => one.id === bankId);
  if (!bank) throw notFound('external account', bankId);
  return { account, bank };
}

function withList(account, data) {
  return { ...account.external_accounts, data, total_count: data.length };
}
