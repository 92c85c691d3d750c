import { acceptPayment, draftInvoice, finalizeInvoice, markPaid, settleInvoice } from '../../billing/collection.js';
import { redeem } from '../../billing/discounts.js';
import { startSubscription } from '../../billing/lifecycle.js';
import { putInvoiceItem } from '../../billing/lines.js';
import { couponOf } from '../../billing/subscription-invoice.js';
import { taxLocation } from '../../billing/tax.js';
import { emptyAddress } from '../addresses.js';
import { changeCustomer, createCustomer } from '../customers.js';
import { attemptPayment, createIntent, failPayment, succeedPayment } from './payment-intents.js';
import { attachMethod, createPaymentMethod, setupError } from './payment-methods.js';

const DEBIT_FAILURE = {
  type: 'invalid_request_error',
  code: 'payment_intent_payment_attempt_failed',
  declineCode: null,
  message: 'The payment failed because the customer\'s bank account could not be debited.',
};

/** Whether the visitor must give a card or an account, which a subscription may need even if nothing is due today. */
export function needsInstrument({ amount_total: total, mode, payment_method_collection: collection }) {
  return total > 0 || (mode === 'subscription' && collection === 'always');
}

/**
 * The visitor pays. Answers `{ session, error }`; a declined attempt leaves the session open and `error` says why. The
 * customer and the intent of a declined attempt are kept for the next one.
 */
export function paySession(unit, id, instrument, billing) {
  const session = unit.account.get('checkout_sessions', id);
  const customer = customerOf(unit, session, billing);
  const { intent, method, error } = session.amount_total > 0
    ? payIntent(unit, session, customer, instrument, billing)
    : saveInstrument(unit, session, customer, instrument, billing);
  if (error) return { session: unit.account.get('checkout_sessions', id), error };

  const isPaid = intent?.status === 'succeeded';
  const paymentStatus = intent ? (isPaid ? 'paid' : 'unpaid') : 'no_payment_required';
  const outcome = session.mode === 'subscription'
    ? subscribe(unit, session, customer, method, intent)
    : sell(unit, session, customer, intent);
  const completed = unit.account.update('checkout_sessions', id, {
    ...outcome, customer, customer_details: customerDetails(billing), payment_status: paymentStatus, status: 'complete', url: null,
  });
  unit.emit('checkout.session.completed', completed);
  if (intent && !isPaid) {
    unit.schedule('checkout_session.settle', unit.nowMs() + unit.settings.delayed_settlement_after_ms, { session: id, outcome: instrument.outcome.settlesAs });
  }
  return { session: completed, error: null };
}

/** The bank's answer to a delayed payment. Does nothing when it was given before. */
export function settleSession(unit, id, outcome) {
  const session = unit.account.get('checkout_sessions', id);
  const intent = unit.account.get('payment_intents', unit.account.get('session_line_items', id).intent ?? session.payment_intent);
  if (intent?.status !== 'processing') return false;

  if (session.invoice) settleInvoice(unit, session.invoice, outcome);
  else if (outcome === 'failed') failPayment(unit, intent.id, DEBIT_FAILURE);
  else succeedPayment(unit, intent.id);
  if (outcome === 'failed') {
    unit.emit('checkout.session.async_payment_failed', session);
  } else {
    const paid = unit.account.update('checkout_sessions', id, { payment_status: 'paid' });
    unit.emit('checkout.session.async_payment_succeeded', paid);
  }
  return true;
}

export function customerDetails({ email, name = null, address = null }) {
  return { address: { ...emptyAddress(), ...address }, business_name: null, email, individual_name: null, name, phone: null, tax_exempt: 'none', tax_ids: null };
}

/** Who pays: the session's customer, or one that is made now if the session needs one. */
function customerOf(unit, session, { email, name = null, address = null }) {
  const record = unit.account.get('session_line_items', session.id);
  const known = session.customer ?? record.customer;
  if (known) {
    const { address: takesAddress, name: takesName } = record.customerUpdate ?? {};
    changeCustomer(unit.inTimeOf(known), known, {
      ...(address && takesAddress === 'auto' && { address: { ...emptyAddress(), ...address } }),
      ...(name && takesName === 'auto' && { name }),
    });
    return known;
  }
  const isNeeded = session.mode === 'subscription' || session.invoice_creation?.enabled || session.customer_creation === 'always';
  if (!isNeeded) return null;
  const customer = createCustomer(unit, { email, name, ...(address && { address: { ...emptyAddress(), ...address } }) });
  unit.account.put('session_line_items', { ...record, customer: customer.id });
  return customer.id;
}

/** The intent comes into being with the first attempt to pay, not with the session. */
function payIntent(unit, session, customer, instrument, billing) {
  const record = unit.account.get('session_line_items', session.id);
  const intentId = record.intent ?? session.payment_intent ?? createSessionIntent(unit, session, record, customer).id;
  unit.account.update('payment_intents', intentId, { amount: session.amount_total });
  unit.account.put('session_line_items', { ...record, intent: intentId });
  if (session.mode === 'payment') unit.account.update('checkout_sessions', session.id, { payment_intent: intentId });
  const { intent, charge, error } = attemptPayment(unit, intentId, instrument, billing);
  return { intent, error, method: error ? null : unit.account.get('payment_methods', charge.payment_method) };
}

function createSessionIntent(unit, session, record, customer) {
  const isSubscription = session.mode === 'subscription';
  return createIntent(unit, {
    ...(isSubscription ? { description: 'Subscription creation', setup_future_usage: 'off_session' } : record.payment_intent_data),
    amount: session.amount_total,
    currency: session.currency,
    customer,
    paymentMethodTypes: session.payment_method_types,
  });
}

/** Nothing is due today; what was given is kept for what will be. */
function saveInstrument(unit, session, customer, instrument, billing) {
  if (session.mode !== 'subscription' || !instrument) return { intent: null, method: null, error: null };
  const error = setupError(instrument);
  return { intent: null, error, method: error ? null : createPaymentMethod(unit, { instrument, billing }) };
}

function subscribe(unit, session, customer, method, intent) {
  const { lines, subscription_data: data, discounts, isTrial, trialEnd } = unit.account.get('session_line_items', session.id);
  const clocked = unit.inTimeOf(customer);
  if (method) attachMethod(unit, method, customer);
  const { id, latest_invoice: invoice } = startSubscription(clocked, {
    automaticTax: session.automatic_tax.enabled,
    customer,
    defaultPaymentMethod: method?.id,
    description: data.description,
    discounts: redeemable(unit, discounts),
    intent,
    items: lines.filter(({ price }) => price.recurring),
    metadata: data.metadata,
    missingPaymentMethod: data.trial_settings?.end_behavior.missing_payment_method,
    oneTime: lines.filter(({ price }) => !price.recurring),
    trialEnd: isTrial ? trialEnd ?? clocked.nowSeconds() + data.trial_period_days * 86_400 : null,
  });
  if (intent) acceptPayment(clocked, invoice, intent);
  return { invoice, subscription: id };
}

/** A one-off sale, with an invoice if one was asked for. */
function sell(unit, session, customer, intent) {
  const { discounts } = unit.account.get('session_line_items', session.id);
  for (const discount of redeemable(unit, discounts)) redeem(unit, discount);
  return session.invoice_creation?.enabled ? { invoice: invoiceSale(unit.inTimeOf(customer), session, customer, intent) } : {};
}

function invoiceSale(unit, session, customerId, intent) {
  const { lines, items, discounts } = unit.account.get('session_line_items', session.id);
  const now = unit.nowSeconds();
  const customer = unit.account.get('customers', customerId);
  const invoice = draftInvoice(unit, {
    automaticTax: session.automatic_tax.enabled ? { location: taxLocation(customer) } : null,
    billingReason: 'manual',
    customer,
    discounts: discounts.map((id) => ({ id, coupon: couponOf(unit, unit.account.get('discounts', id).source.coupon) })),
    lines: lines.map(({ price, quantity }, index) => putInvoiceItem(unit, customerId, {
      amount: items[index].amount_subtotal, description: items[index].description, period: { end: now, start: now }, price, quantity, subscription: null,
    })),
    period: { end: now, start: now },
  });
  finalizeInvoice(unit, invoice.id, { intent });
  if (intent) acceptPayment(unit, invoice.id, intent);
  else markPaid(unit, invoice.id);
  return invoice.id;
}

function redeemable(unit, discountIds = []) {
  return discountIds.map((id) => unit.account.get('discounts', id)).map((discount) => ({
    coupon: couponOf(unit, discount.source.coupon),
    promotion_code: unit.account.get('promotion_codes', discount.promotion_code) ?? null,
  }));
}
