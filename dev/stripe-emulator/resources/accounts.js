import { platformAccountId } from '../authentication.js';
import { invalidRequest } from '../errors.js';
import { changedAttributes } from '../events.js';
import { newId } from '../ids.js';
import { createdWithin, page, subList } from '../lists.js';
import { choice, currency, email, flag, hash, hashOf, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange, url } from '../parameters.js';
import { findByPath } from './find.js';

const profile = hash({ mcc: text(), name: text(), product_description: text(), support_email: email(), support_phone: text(), support_url: url(), url: url() });
const person = hash({ email: email(), first_name: text(), last_name: text(), phone: text() });

const writeParameters = {
  business_profile: profile,
  business_type: choice('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: hashOf(hash({ requested: required(flag()) })),
  default_currency: currency(),
  email: email(),
  individual: person,
  metadata: metadata(),
  settings: hash({
    payouts: hash({
      debit_negative_balances: flag(),
      schedule: hash({ delay_days: text(), interval: choice('daily', 'manual', 'monthly', 'weekly') }),
      statement_descriptor: text(),
    }),
  }),
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

const BEFORE_ONBOARDING = ['business_type', 'external_account', 'tos_acceptance.date', 'tos_acceptance.ip'];
const NOTHING_DUE = {
  alternatives: [], current_deadline: null, currently_due: [], disabled_reason: null, errors: [], eventually_due: [], past_due: [], pending_verification: [],
};

const DASHBOARD_OF_TYPE = { custom: 'none', express: 'express', standard: 'full' };
const TYPE_OF_DASHBOARD = { none: 'custom', express: 'express', full: 'standard' };

function createAccount(unit, { capabilities = {}, controller, country = 'US', metadata: given, type, ...fields }) {
  if (type && controller) throw invalidRequest('You may only specify one of these parameters: type, controller.', { param: 'type' });
  const kind = type ?? TYPE_OF_DASHBOARD[controller?.stripe_dashboard?.type ?? 'full'];
  const id = newId.account();
  return unit.account.put('accounts', {
    id,
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: requestedCapabilities({}, capabilities, 'inactive'),
    charges_enabled: false,
    controller: describeController(kind, controller),
    country: country.toUpperCase(),
    created: unit.nowSeconds(),
    default_currency: country.toUpperCase() === 'US' ? 'usd' : 'eur',
    details_submitted: false,
    email: null,
    external_accounts: subList(`/v1/accounts/${id}/external_accounts`, []),
    future_requirements: NOTHING_DUE,
    ...fields,
    metadata: mergeMetadata({}, given),
    payouts_enabled: false,
    requirements: {
      ...NOTHING_DUE, currently_due: BEFORE_ONBOARDING, disabled_reason: 'requirements.past_due', eventually_due: BEFORE_ONBOARDING, past_due: BEFORE_ONBOARDING,
    },
    settings: describeSettings(fields.settings),
    tos_acceptance: { date: null, ip: null, user_agent: null, ...fields.tos_acceptance },
    // An account that was described by its controller has no type of the older kind.
    type: type ?? (controller ? 'none' : 'standard'),
  });
}

/** What Stripe finds once the person has filled in the onboarding form. */
export function completeOnboarding(unit, id) {
  const { capabilities, tos_acceptance: tos } = unit.account.get('accounts', id);
  return changeAccount(unit, id, {
    capabilities: Object.fromEntries(Object.keys(capabilities).map((name) => [name, 'active'])),
    charges_enabled: true,
    details_submitted: true,
    payouts_enabled: true,
    requirements: NOTHING_DUE,
    tos_acceptance: { ...tos, date: unit.nowSeconds() },
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

function describeController(type, given = {}) {
  const dashboard = given.stripe_dashboard?.type ?? DASHBOARD_OF_TYPE[type];
  const isPlatformLiable = dashboard !== 'full';
  return {
    fees: { payer: given.fees?.payer ?? (isPlatformLiable ? 'application_express' : 'account') },
    is_controller: true,
    losses: { payments: given.losses?.payments ?? (isPlatformLiable ? 'application' : 'stripe') },
    requirement_collection: given.requirement_collection ?? (type === 'custom' ? 'application' : 'stripe'),
    stripe_dashboard: { type: dashboard },
    type: 'application',
  };
}

function describeSettings(given) {
  const payouts = given?.payouts ?? {};
  return {
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    payments: { statement_descriptor: null },
    payouts: {
      debit_negative_balances: payouts.debit_negative_balances ?? true,
      schedule: { delay_days: 2, interval: payouts.schedule?.interval ?? 'daily' },
      statement_descriptor: payouts.statement_descriptor ?? null,
    },
  };
}

function requestedCapabilities(current, given, statusWhenRequested) {
  const capabilities = { ...current };
  for (const [name, { requested }] of Object.entries(given)) {
    if (requested) capabilities[name] ??= statusWhenRequested;
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

function updateAccount(unit, { capabilities = {}, metadata: given, settings, ...fields }, id) {
  const account = findByPath(unit, 'accounts', 'account', id);
  return changeAccount(unit, id, {
    ...fields,
    // A verified account needs no second onboarding for a further capability.
    capabilities: requestedCapabilities(account.capabilities, capabilities, account.details_submitted ? 'active' : 'inactive'),
    ...(settings && { settings: describeSettings(settings) }),
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
