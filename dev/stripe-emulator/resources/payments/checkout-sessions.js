import { taxLocation } from '../../billing/tax.js';
import { invalidRequest } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, mergeMetadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { readLines } from './checkout-line-items.js';
import { customerDetails } from './checkout-payment.js';
import { discountSession, quoteSession } from './checkout-quote.js';
import { createParameters, updateParameters } from './checkout-session-parameters.js';
import { readDiscounts } from '../catalogue/coupons.js';
import { findByParameter, findByPath } from '../find.js';
import { trialEndOf } from '../billing/subscriptions.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIFETIME = 24 * HOUR;
const OFFERED_METHODS = ['card', 'sepa_debit'];
const FIELDS_OF_OTHER_MODE = {
  payment: ['payment_method_collection', 'subscription_data'],
  subscription: ['customer_creation', 'invoice_creation', 'payment_intent_data'],
};

const listParameters = {
  ...pageParameters,
  created: timeRange(),
  customer: text(),
  payment_intent: text(),
  subscription: text(),
  status: choice('open', 'complete', 'expired'),
};

export const checkoutSessionRoutes = [
  { method: 'POST', path: '/v1/checkout/sessions', parameters: createParameters, handle: createSession },
  { method: 'GET', path: '/v1/checkout/sessions', parameters: listParameters, handle: listSessions },
  { method: 'GET', path: '/v1/checkout/sessions/:id', parameters: {}, handle: retrieveSession },
  { method: 'POST', path: '/v1/checkout/sessions/:id', parameters: updateParameters, handle: updateSession },
  { method: 'POST', path: '/v1/checkout/sessions/:id/expire', parameters: {}, handle: expireByRequest },
  { method: 'GET', path: '/v1/checkout/sessions/:id/line_items', parameters: pageParameters, handle: listLineItems },
];

function createSession(unit, given) {
  const customer = findByParameter(unit, 'customers', 'customer', given.customer, 'customer');
  checkTogether(given, customer);
  const lines = readLines(unit, given.line_items, given.mode);
  const id = newId.checkoutSession();
  const data = given.subscription_data ?? {};
  const trialEnd = trialEndOf(unit.onClock(customer?.test_clock ?? null), data);
  const { expires_at: expiresAt } = unit.account.put('checkout_sessions', {
    id,
    ...describeSession(unit, given),
    currency: lines[0].price.currency,
    customer: customer?.id ?? null,
    expires_at: expiryOf(unit, given.expires_at),
    payment_method_types: paymentMethodTypes(given),
    url: `${unit.publicUrl}/c/pay/${id}`,
  });
  unit.account.put('session_line_items', {
    id,
    customerUpdate: given.customer_update,
    discounts: [],
    isTrial: trialEnd !== null,
    items: [],
    lines,
    payment_intent_data: given.payment_intent_data ?? {},
    subscription_data: data,
    trialEnd: data.trial_end ?? null,
  });
  discountSession(unit, id, readDiscounts(unit, given.discounts, customer?.id));
  const session = quoteSession(unit, id);
  unit.schedule('checkout_session.expire', expiresAt * 1_000, { session: id });
  return session;
}

/** What does not go together, or belongs to the other mode. */
function checkTogether(given, customer) {
  if (customer && given.customer_email) throw onlyOneOf('customer', 'customer_email');
  if (given.discounts?.length > 0 && given.allow_promotion_codes !== undefined) throw onlyOneOf('allow_promotion_codes', 'discounts');
  const foreign = FIELDS_OF_OTHER_MODE[given.mode].find((name) => given[name] !== undefined);
  if (foreign) throw invalidRequest(`You can not pass \`${foreign}\` in \`${given.mode}\` mode.`, { param: foreign });
  if (given.customer_update && !customer) {
    throw invalidRequest('`customer_update` can only be used with `customer`.', { param: 'customer_update' });
  }
  if (given.automatic_tax?.enabled && customer && !taxLocation(customer) && given.customer_update?.address !== 'auto') {
    throw invalidRequest("Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.", { code: 'customer_tax_location_invalid', param: 'automatic_tax' });
  }
}

function onlyOneOf(...names) {
  return invalidRequest(`You may only specify one of these parameters: ${names.join(', ')}.`, { param: names.at(-1) });
}

/** Ends a session that nobody has completed. Does nothing to one that is over. */
export function expireSession(unit, id) {
  const session = unit.account.get('checkout_sessions', id);
  if (session.status !== 'open') return session;
  const expired = unit.account.update('checkout_sessions', id, { status: 'expired', url: null });
  unit.emit('checkout.session.expired', expired);
  return expired;
}

function describeSession(unit, given) {
  return {
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    automatic_tax: describeAutomaticTax(given),
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: unit.nowSeconds(),
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_account: null,
    customer_creation: given.customer ? null : given.customer_creation ?? (given.mode === 'subscription' ? 'always' : 'if_required'),
    customer_details: given.customer_email ? customerDetails({ email: given.customer_email }) : null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    invoice: null,
    integration_identifier: null,
    invoice_creation: given.mode === 'subscription' ? null : describeInvoiceCreation(given),
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, given.metadata),
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: given.payment_method_collection ?? (given.mode === 'subscription' ? 'always' : 'if_required'),
    payment_method_configuration_details: null,
    payment_method_options: {},
    permissions: null,
    phone_number_collection: { enabled: given.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: given.submit_type ?? null,
    subscription: null,
    success_url: given.success_url,
    ui_mode: 'hosted_page',
    wallet_options: null,
  };
}

function describeAutomaticTax({ automatic_tax: { enabled } = { enabled: false } }) {
  return { enabled, liability: enabled ? { type: 'self' } : null, provider: enabled ? 'stripe' : null, status: null };
}

function describeInvoiceCreation({ invoice_creation: { enabled } = { enabled: false } }) {
  const data = { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: null, metadata: {}, rendering_options: null };
  return { enabled, invoice_data: data };
}

function expiryOf(unit, given) {
  const now = unit.nowSeconds();
  if (given === undefined) return now + LIFETIME;
  if (given < now + 30 * MINUTE) {
    throw invalidRequest('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', { param: 'expires_at' });
  }
  if (given > now + LIFETIME) {
    throw invalidRequest('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', { param: 'expires_at' });
  }
  return given;
}

function paymentMethodTypes(given) {
  if (given.payment_method_types) return given.payment_method_types;
  const types = OFFERED_METHODS.filter((type) => (given.allowed_payment_method_types?.includes(type) ?? true)
    && !given.excluded_payment_method_types?.includes(type));
  if (types.length === 0) {
    throw invalidRequest('No valid payment method types for this Checkout Session.', { param: 'allowed_payment_method_types' });
  }
  return types;
}

function retrieveSession(unit, parameters, id) {
  return findByPath(unit, 'checkout_sessions', 'checkout.session', id);
}

function updateSession(unit, { metadata: given }, id) {
  const session = findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  return unit.account.update('checkout_sessions', id, { metadata: mergeMetadata(session.metadata, given) });
}

function expireByRequest(unit, parameters, id) {
  const { status } = findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  if (status !== 'open') {
    throw invalidRequest(`Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`);
  }
  return expireSession(unit, id);
}

function listSessions(unit, { created, customer, payment_intent: intent, status, subscription, ...paging }) {
  const isWanted = createdWithin(created);
  const sessions = unit.account.all('checkout_sessions').filter((session) => isWanted(session)
    && (!customer || session.customer === customer)
    && (!intent || session.payment_intent === intent)
    && (!subscription || session.subscription === subscription)
    && (!status || session.status === status));
  return page('/v1/checkout/sessions', sessions, paging);
}

function listLineItems(unit, paging, id) {
  findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  const { items } = unit.account.get('session_line_items', id);
  // Line items alone are listed in the order they were given; `page` answers the newest first.
  return page(`/v1/checkout/sessions/${id}/line_items`, items.toReversed(), paging);
}
