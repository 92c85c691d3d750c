import { invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import { createdWithin, page } from '../lists.js';
import { choice, mergeMetadata, pageParameters, text, timeRange } from '../parameters.js';
import { createLineItems } from './checkout-line-items.js';
import { createParameters, updateParameters } from './checkout-session-parameters.js';
import { createCustomer } from './customers.js';
import { findByParameter, findByPath } from './find.js';
import { attemptPayment, checkChargeable, createIntent, failPayment, succeedPayment } from './payment-intents.js';
import { emptyAddress } from './payment-methods.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIFETIME = 24 * HOUR;
const OFFERED_METHODS = ['card', 'sepa_debit'];
const DEBIT_FAILURE = {
  type: 'invalid_request_error',
  code: 'payment_intent_payment_attempt_failed',
  declineCode: null,
  message: 'The payment failed because the customer\'s bank account could not be debited.',
};

const listParameters = {
  ...pageParameters,
  created: timeRange(),
  customer: text(),
  payment_intent: text(),
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
  if (customer && given.customer_email) {
    throw invalidRequest('You may only specify one of these parameters: customer, customer_email.', { param: 'customer_email' });
  }
  const lineItems = createLineItems(unit, given.line_items);
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  const { currency } = lineItems[0];
  // A total of zero is an order without cost, which Checkout completes without a payment.
  if (total > 0) checkChargeable(total, currency, { described: "The Checkout Session's total amount due", param: 'line_items' });

  const id = newId.checkoutSession();
  const session = unit.account.put('checkout_sessions', {
    id,
    ...describeSession(unit, given),
    amount_subtotal: total,
    amount_total: total,
    currency,
    customer: customer?.id ?? null,
    expires_at: expiryOf(unit, given.expires_at),
    payment_method_types: paymentMethodTypes(given),
    payment_status: total === 0 ? 'no_payment_required' : 'unpaid',
    url: `${unit.publicUrl}/c/pay/${id}`,
  });
  unit.account.put('session_line_items', { id, items: lineItems, payment_intent_data: given.payment_intent_data ?? {} });
  unit.schedule('checkout_session.expire', session.expires_at * 1_000, { session: id });
  return session;
}

/** Answers `{ session, error }`; a declined attempt leaves the session open and `error` says why. */
export function paySession(unit, id, instrument, billing) {
  const session = unit.account.get('checkout_sessions', id);
  const customer = session.customer ?? newCustomer(unit, session, billing);
  if (session.amount_total === 0) return { session: completeSession(unit, session, customer, billing, 'no_payment_required'), error: null };

  const intentId = session.payment_intent ?? createSessionIntent(unit, session, customer).id;
  const { intent, error } = attemptPayment(unit, intentId, instrument, billing);
  const attempted = unit.account.update('checkout_sessions', id, { payment_intent: intentId });
  if (error) return { session: attempted, error };

  const isPaid = intent.status === 'succeeded';
  const completed = completeSession(unit, attempted, customer, billing, isPaid ? 'paid' : 'unpaid');
  if (!isPaid) scheduleSettlement(unit, id, instrument.outcome.settlesAs);
  return { session: completed, error: null };
}

/** The bank's answer to a delayed payment. Does nothing when it was given before. */
export function settleSession(unit, id, outcome) {
  const session = unit.account.get('checkout_sessions', id);
  const intent = session.payment_intent && unit.account.get('payment_intents', session.payment_intent);
  if (intent?.status !== 'processing') return false;

  if (outcome === 'failed') {
    failPayment(unit, intent.id, DEBIT_FAILURE);
    unit.emit('checkout.session.async_payment_failed', session);
  } else {
    succeedPayment(unit, intent.id);
    const paid = unit.account.update('checkout_sessions', id, { payment_status: 'paid' });
    unit.emit('checkout.session.async_payment_succeeded', paid);
  }
  return true;
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
    automatic_tax: { enabled: given.automatic_tax?.enabled ?? false, liability: null, provider: null, status: null },
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
    customer_creation: given.customer ? null : given.customer_creation ?? 'if_required',
    customer_details: given.customer_email ? customerDetails({ email: given.customer_email }) : null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    invoice: null,
    invoice_creation: { enabled: given.invoice_creation?.enabled ?? false, invoice_data: null },
    livemode: false,
    locale: given.locale ?? null,
    metadata: mergeMetadata({}, given.metadata),
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
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
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    wallet_options: null,
  };
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

/** The intent comes into being with the first attempt to pay, not with the session. */
function createSessionIntent(unit, session, customer) {
  const { payment_intent_data: data } = unit.account.get('session_line_items', session.id);
  return createIntent(unit, {
    ...data,
    amount: session.amount_total,
    currency: session.currency,
    customer,
    paymentMethodTypes: session.payment_method_types,
  });
}

function newCustomer(unit, session, { email, name = null }) {
  return session.customer_creation === 'always' ? createCustomer(unit, { email, name }).id : null;
}

function completeSession(unit, session, customer, billing, paymentStatus) {
  const completed = unit.account.update('checkout_sessions', session.id, {
    customer,
    customer_details: customerDetails(billing),
    payment_status: paymentStatus,
    status: 'complete',
    url: null,
  });
  unit.emit('checkout.session.completed', completed);
  return completed;
}

function customerDetails({ email, name = null }) {
  return { address: emptyAddress(), business_name: null, email, individual_name: null, name, phone: null, tax_exempt: 'none', tax_ids: null };
}

function scheduleSettlement(unit, id, outcome) {
  unit.schedule('checkout_session.settle', unit.nowMs() + unit.settings.delayed_settlement_after_ms, { session: id, outcome });
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

function listSessions(unit, { created, customer, payment_intent: intent, status, ...paging }) {
  const isWanted = createdWithin(created);
  const sessions = unit.account.all('checkout_sessions').filter((session) => isWanted(session)
    && (!customer || session.customer === customer)
    && (!intent || session.payment_intent === intent)
    && (!status || session.status === status));
  return page('/v1/checkout/sessions', sessions, paging);
}

function listLineItems(unit, paging, id) {
  findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  const { items } = unit.account.get('session_line_items', id);
  // Line items alone are listed in the order they were given; `page` answers the newest first.
  return page(`/v1/checkout/sessions/${id}/line_items`, items.toReversed(), paging);
}
