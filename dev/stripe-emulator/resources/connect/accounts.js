import { platformAccountId } from '../../http/authentication.js';
import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page, subList } from '../../http/lists.js';
import { choice, currency, email, flag, hash, hashOf, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange, url } from '../../http/parameters.js';
import { describeController, describeSettings, payoutSettings } from './account-settings.js';
import { nothingDue, standingOf } from './account-verification.js';
import { addressParameters } from '../addresses.js';
import { addBankAccount, bankAccount, defaultBankAccount } from './external-accounts.js';
import { findByPath } from '../find.js';

const profile = hash({ mcc: text(), name: text(), product_description: text(), support_email: email(), support_phone: text(), support_url: url(), url: url() });
const person = hash({
  address: addressParameters,
  dob: hash({ day: required(integer({ minimum: 1, maximum: 31 })), month: required(integer({ minimum: 1, maximum: 12 })), year: required(integer({ minimum: 1900, maximum: 2100 })) }),
  email: email(),
  first_name: text(),
  id_number: text(),
  last_name: text(),
  phone: text(),
});

const writeParameters = {
  business_profile: profile,
  business_type: choice('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: hashOf(hash({ requested: required(flag()) })),
  default_currency: currency(),
  email: email(),
  external_account: bankAccount(),
  individual: person,
  metadata: metadata(),
  settings: hash({ payouts: payoutSettings }),
  tos_acceptance: hash({ date: integer(), ip: text(), service_agreement: choice('full', 'recipient'), user_agent: text() }),
};
const createParameters = {
  ...writeParameters,
  country: text({ maximum: 2 }),
  controller: hash({
    fees: hash({ payer: choice('account', 'application') }),
    losses: hash({ payments: choice('application', 'stripe') }),
    requirement_collection: choice('application', 'stripe'),
    stripe_dashboard: hash({ type: choice('express', 'full', 'none') }),
  }),
  type: choice('custom', 'express', 'standard'),
};
const listParameters = { ...pageParameters, created: timeRange() };

export const accountRoutes = [
  { method: 'GET', path: '/v1/account', parameters: {}, handle: retrieveOwnAccount },
  { method: 'POST', path: '/v1/accounts', parameters: createParameters, handle: createAccount },
  { method: 'GET', path: '/v1/accounts', parameters: listParameters, handle: listAccounts },
  { method: 'GET', path: '/v1/accounts/:id', parameters: {}, handle: retrieveAccount },
  { method: 'POST', path: '/v1/accounts/:id', parameters: writeParameters, handle: updateAccount },
  { method: 'DELETE', path: '/v1/accounts/:id', parameters: {}, handle: deleteAccount },
];

/** Where connected accounts can be; Stripe refuses others, and an account's country never changes. */
const COUNTRIES = new Set(('AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IN IT JP LI LT LU LV MT MX MY NL NO NZ PL PT RO SE SG SI SK TH US').split(' '));

const TYPE_OF_DASHBOARD = { none: 'custom', express: 'express', full: 'standard' };

function createAccount(unit, { capabilities = {}, controller, country = 'US', external_account: bank, individual, metadata: given, settings, type, ...fields }) {
  if (type && controller) throw invalidRequest('You may only specify one of these parameters: type, controller.', { param: 'type' });
  if (!COUNTRIES.has(country.toUpperCase())) {
    throw invalidRequest(`${country.toUpperCase()} is not currently supported by Stripe.`, { code: 'country_unsupported', param: 'country' });
  }
  const kind = type ?? TYPE_OF_DASHBOARD[controller?.stripe_dashboard?.type ?? 'full'];
  const id = newId.account();
  const account = unit.account.put('accounts', {
    id,
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: requestedCapabilities({}, capabilities),
    charges_enabled: false,
    controller: describeController(kind, controller),
    country: country.toUpperCase(),
    created: unit.nowSeconds(),
    default_currency: country.toUpperCase() === 'US' ? 'usd' : 'eur',
    details_submitted: false,
    email: null,
    external_accounts: subList(`/v1/accounts/${id}/external_accounts`, []),
    future_requirements: nothingDue(),
    ...fields,
    ...(individual && { individual: describePerson(individual) }),
    metadata: mergeMetadata({}, given),
    payouts_enabled: false,
    settings: describeSettings(settings),
    tos_acceptance: { date: null, ip: null, user_agent: null, ...fields.tos_acceptance },
    // An account that was described by its controller has no type of the older kind.
    type: type ?? (controller ? 'none' : 'standard'),
  });
  if (bank) unit.account.put('accounts', { ...account, external_accounts: addBankAccount(unit, account, bank) });
  learn(unit, id, factsOf(individual));
  return unit.account.update('accounts', id, standing(unit, id));
}

/**
 * What Stripe finds once the person has filled in the onboarding form: `given` are test values of account-verification.js
 * and a bank account; what is left out is as it should be.
 */
export function completeOnboarding(unit, id, { bank, ...facts } = {}) {
  const account = unit.account.get('accounts', id);
  const { tos_acceptance: tos } = account;
  const needsBank = bank || account.external_accounts.data.every((one) => one.status === 'errored');
  learn(unit, id, facts);
  return changeStanding(unit, id, {
    business_type: account.business_type ?? 'individual',
    ...(needsBank && { external_accounts: addBankAccount(unit, account, bank ?? defaultBankAccount(account)) }),
    tos_acceptance: { ...tos, date: unit.nowSeconds(), ip: tos.ip ?? '127.0.0.1' },
  });
}

/** Changes an account and tells so, as a Connect event: it happens on the connected account. */
export function changeAccount(unit, id, changes) {
  const before = findByPath(unit, 'accounts', 'account', id);
  const account = unit.account.update('accounts', id, changes);
  const changed = changedAttributes(before, account);
  if (Object.keys(changed).length > 0) unit.onConnectedAccount(id).emit('account.updated', account, changed);
  return account;
}

/** The same, and with what the change means for its requirements. */
export function changeStanding(unit, id, changes) {
  const account = { ...unit.account.get('accounts', id), ...changes };
  return changeAccount(unit, id, { ...changes, ...standing(unit, id, account) });
}

/** Verification has come to an end. */
export function decideVerification(unit, id, learnedAt) {
  const facts = unit.account.get('account_facts', id);
  if (!unit.account.get('accounts', id) || facts?.learned_at !== learnedAt) return;
  unit.account.put('account_facts', { ...facts, is_decided: true });
  changeStanding(unit, id, {});
}

function standing(unit, id, account = unit.account.get('accounts', id)) {
  const facts = unit.account.get('account_facts', id) ?? {};
  const found = standingOf(account, facts, facts.is_decided);
  if (found.requirements.pending_verification.length > 0 && !facts.is_scheduled) {
    unit.account.put('account_facts', { ...facts, is_scheduled: true });
    unit.schedule('account.verify', unit.nowMs() + unit.settings.verification_after_ms, { account: id, learned_at: facts.learned_at });
  }
  return found;
}

/** New facts are verified anew. */
function learn(unit, id, facts) {
  const known = unit.account.get('account_facts', id);
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  if (known && Object.keys(given).length === 0) return;
  unit.account.put('account_facts', { ...known, ...given, id, is_decided: false, is_scheduled: false, learned_at: newId.task() });
}

function factsOf({ address, dob, id_number: idNumber } = {}) {
  const padded = (number) => String(number).padStart(2, '0');
  return { address_line1: address?.line1, dob: dob && `${dob.year}-${padded(dob.month)}-${padded(dob.day)}`, id_number: idNumber };
}

/** Numbers that identify a person are never shown again. */
function describePerson({ id_number: idNumber, ...shown }, before = {}) {
  return { ...before, ...shown, id_number_provided: before.id_number_provided || idNumber !== undefined };
}

function requestedCapabilities(current, given) {
  const capabilities = { ...current };
  for (const [name, { requested }] of Object.entries(given)) {
    if (requested) capabilities[name] ??= 'inactive';
    else delete capabilities[name];
  }
  return capabilities;
}

function retrieveOwnAccount(unit) {
  if (unit.accountId) return unit.platform.get('accounts', unit.accountId);
  return {
    id: platformAccountId(unit.platformKey),
    object: 'account',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'US',
    created: 0,
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    type: 'standard',
  };
}

function retrieveAccount(unit, parameters, id) {
  if (id === unit.accountId || id === platformAccountId(unit.platformKey)) return retrieveOwnAccount(unit);
  return findByPath(unit, 'accounts', 'account', id);
}

function updateAccount(unit, { capabilities = {}, external_account: bank, individual, metadata: given, settings, tos_acceptance: tos, ...fields }, id) {
  const account = findByPath(unit, 'accounts', 'account', id);
  learn(unit, id, factsOf(individual));
  return changeStanding(unit, id, {
    ...fields,
    capabilities: requestedCapabilities(account.capabilities, capabilities),
    ...(bank && { external_accounts: addBankAccount(unit, account, bank) }),
    ...(individual && { individual: describePerson(individual, account.individual) }),
    ...(settings && { settings: describeSettings(settings, account.settings) }),
    ...(tos && { tos_acceptance: { ...account.tos_acceptance, ...tos } }),
    metadata: mergeMetadata(account.metadata, given),
  });
}

function listAccounts(unit, { created, ...paging }) {
  return page('/v1/accounts', unit.account.all('accounts').filter(createdWithin(created)), paging);
}

function deleteAccount(unit, parameters, id) {
  findByPath(unit, 'accounts', 'account', id);
  unit.account.delete('accounts', id);
  return { id, object: 'account', deleted: true };
}
