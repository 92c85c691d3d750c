import { invalidRequest } from '../http/errors.js';
import { changedAttributes } from '../webhooks/events.js';
import { newId } from '../state/ids.js';
import { minimumCharge } from '../state/money.js';
import { changeCustomer } from '../resources/customers.js';
import { attemptPayment, cancelPayment, createIntent, failPayment, succeedPayment } from '../resources/payments/payment-intents.js';
import { instrumentOf } from '../resources/payments/payment-methods.js';
import { afterFailedPayment, afterPayment } from './dunning.js';
import { composeInvoice } from './invoice-object.js';

const DRAFT_SECONDS = 60 * 60;
const DEBIT_FAILURE = {
  type: 'invalid_request_error',
  code: 'payment_intent_payment_attempt_failed',
  declineCode: null,
  message: 'The payment failed because the customer\'s bank account could not be debited.',
};

/** Stores a draft. One that `waits` is open to changes for an hour and then goes its way by itself, as renewals do. */
export function draftInvoice(unit, composition, { waits = false } = {}) {
  const draft = composeInvoice(unit, composition);
  const finalizesAt = waits ? unit.nowSeconds() + DRAFT_SECONDS : null;
  const invoice = unit.account.put('invoices', { ...draft, auto_advance: waits, automatically_finalizes_at: finalizesAt, next_payment_attempt: finalizesAt });
  for (const line of composition.lines.filter((one) => one.invoiceItem)) unit.account.update('invoiceitems', line.invoiceItem, { invoice: invoice.id });
  if (waits) unit.schedule('invoice.finalize', finalizesAt * 1_000, { invoice: invoice.id });
  unit.emit('invoice.created', invoice);
  return invoice;
}

/**
 * Turns a draft into a claim: it gets its number, the customer's credit is set off, and what remains has a payment intent,
 * which is made here unless it was there before (that of a checkout).
 */
export function finalizeInvoice(unit, id, { intent: given = null } = {}) {
  const draft = unit.account.get('invoices', id);
  const customer = unit.account.get('customers', draft.customer);
  if (customer.deleted) throw invalidRequest(`The customer of this invoice (${customer.id}) has been deleted.`);
  const now = unit.nowSeconds();
  // A checkout has charged the whole total, and leaves the customer's balance alone.
  const { due, balance } = given ? { due: draft.total, balance: customer.balance } : setOff(draft.total, customer.balance, draft.currency);
  const sequence = customer.next_invoice_sequence;
  changeCustomer(unit, customer.id, { balance, next_invoice_sequence: sequence + 1 });

  const open = unit.account.update('invoices', id, {
    amount_due: due,
    amount_remaining: due,
    auto_advance: true,
    automatically_finalizes_at: null,
    effective_at: now,
    ending_balance: balance,
    hosted_invoice_url: `${unit.publicUrl}/invoices/${id}`,
    next_payment_attempt: due > 0 ? now : null,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    starting_balance: customer.balance,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  if (due > 0) {
    const intent = given ?? createInvoiceIntent(unit, open, draft.billing_reason);
    putInvoicePayment(unit, open, intent.id);
  }
  unit.emit('invoice.finalized', open);
  unit.emit('invoice.updated', open, changedAttributes(draft, open));
  return open;
}

/** The end of a draft's hour. */
export function finalizeDraft(unit, id) {
  const draft = unit.account.get('invoices', id);
  if (draft?.status !== 'draft' || !draft.auto_advance) return;
  finalizeInvoice(unit, id);
  collectInvoice(unit, id);
}

/** Tries to collect an open invoice; answers `{ invoice, error }`, where `error` is the decline, if it was one. */
export function collectInvoice(unit, id, { instrument: given = null } = {}) {
  const invoice = unit.account.get('invoices', id);
  if (invoice.amount_remaining === 0) return { invoice: markPaid(unit, id), error: null };
  // A bank is about to answer; nobody is charged twice meanwhile.
  if (unit.account.get('payment_intents', intentOf(unit, id)).status === 'processing') return { invoice, error: null };
  const instrument = given ?? instrumentFor(unit, invoice);
  if (!instrument) return recordFailure(unit, recordAttempt(unit, id), noMethodError());

  const { intent, error } = attemptPayment(unit.onClock(null), intentOf(unit, id), instrument);
  const attempted = recordAttempt(unit, id);
  if (error) return recordFailure(unit, attempted, error);
  if (intent.status === 'succeeded') return { invoice: markPaid(unit, id), error: null };
  unit.onClock(null).schedule('invoice.settle', Date.now() + unit.settings.delayed_settlement_after_ms, { invoice: id, outcome: instrument.outcome.settlesAs });
  afterPayment(unit, attempted);
  return { invoice: attempted, error: null };
}

/** An invoice whose intent was paid elsewhere, in a checkout; or will be, if that was a direct debit. */
export function acceptPayment(unit, id, intent) {
  const attempted = recordAttempt(unit, id);
  if (intent.status === 'succeeded') markPaid(unit, id);
  else afterPayment(unit, attempted);
}

/** The bank's answer to a delayed payment of an invoice; answers whether there was one to be given. */
export function settleInvoice(realTimeUnit, id, outcome) {
  const invoice = realTimeUnit.account.get('invoices', id);
  const intent = realTimeUnit.account.get('payment_intents', intentOf(realTimeUnit, id));
  if (invoice?.status !== 'open' || intent?.status !== 'processing') return false;
  const unit = realTimeUnit.onClock(invoice.test_clock);
  if (outcome === 'failed') {
    // The attempt was counted when the bank accepted it.
    recordFailure(unit, invoice, failPayment(unit.onClock(null), intent.id, DEBIT_FAILURE).error);
  } else {
    succeedPayment(unit.onClock(null), intent.id);
    markPaid(unit, id);
  }
  return true;
}

/** A retry that dunning has planned; pointless once the invoice was paid, voided or tried by hand. */
export function retryInvoice(unit, id, attempt) {
  const invoice = unit.account.get('invoices', id);
  if (invoice?.status === 'open' && invoice.auto_advance && invoice.attempt_count === attempt) collectInvoice(unit, id);
}

export function markPaid(unit, id, { outOfBand = false } = {}) {
  const before = unit.account.get('invoices', id);
  const now = unit.nowSeconds();
  const paid = unit.account.update('invoices', id, {
    amount_paid: before.amount_due,
    ...(outOfBand && { amount_paid_off_stripe: before.amount_due }),
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...before.status_transitions, paid_at: now },
  });
  for (const payment of paymentsOf(unit, id).filter((one) => one.status === 'open')) {
    const isPaid = !outOfBand;
    const changed = unit.account.update('invoice_payments', payment.id, {
      amount_paid: isPaid ? payment.amount_requested : null,
      status: isPaid ? 'paid' : 'canceled',
      status_transitions: { canceled_at: isPaid ? null : now, paid_at: isPaid ? now : null },
    });
    if (isPaid) unit.emit('invoice_payment.paid', changed);
  }
  unit.emit('invoice.updated', paid, changedAttributes(before, paid));
  unit.emit('invoice.paid', paid);
  unit.emit('invoice.payment_succeeded', paid);
  afterPayment(unit, paid);
  return paid;
}

/** Gives up an open invoice, and its payment intent with it. */
export function voidInvoice(unit, id) {
  const before = unit.account.get('invoices', id);
  const now = unit.nowSeconds();
  const voided = unit.account.update('invoices', id, {
    auto_advance: false, next_payment_attempt: null, status: 'void', status_transitions: { ...before.status_transitions, voided_at: now },
  });
  for (const payment of paymentsOf(unit, id).filter((one) => one.status === 'open')) {
    unit.account.update('invoice_payments', payment.id, { status: 'canceled', status_transitions: { canceled_at: now, paid_at: null } });
    cancelPayment(unit.onClock(null), payment.payment.payment_intent);
  }
  unit.emit('invoice.voided', voided);
  return voided;
}

function paymentsOf(unit, invoiceId) {
  return unit.account.all('invoice_payments').filter((payment) => payment.invoice === invoiceId);
}

export function intentOf(unit, invoiceId) {
  return paymentsOf(unit, invoiceId).find((payment) => payment.is_default)?.payment.payment_intent;
}

function recordAttempt(unit, id) {
  const { attempt_count: count } = unit.account.get('invoices', id);
  return unit.account.update('invoices', id, { attempt_count: count + 1, attempted: true });
}

function recordFailure(unit, attempted, error) {
  const nextAttempt = afterFailedPayment(unit, attempted);
  const invoice = unit.account.update('invoices', attempted.id, { auto_advance: nextAttempt !== null, next_payment_attempt: nextAttempt });
  unit.emit('invoice.updated', invoice, changedAttributes(attempted, invoice));
  unit.emit('invoice.payment_failed', invoice);
  return { invoice, error };
}

function noMethodError() {
  return invalidRequest('There is no `default_payment_method` set on this Customer or Invoice. Please set a `default_payment_method`.', { code: 'invoice_no_payment_method_types' }).body;
}

/** What is paid with, in Stripe's order: the invoice's own method, the subscription's, the customer's. */
function instrumentFor(unit, invoice) {
  const subscription = unit.account.get('subscriptions', invoice.parent?.subscription_details.subscription);
  const customer = unit.account.get('customers', invoice.customer);
  const id = invoice.default_payment_method ?? subscription?.default_payment_method ?? customer.invoice_settings?.default_payment_method;
  return id ? instrumentOf(unit, id) : null;
}

/** What a total leaves to pay and to carry forward: credit is used up first, and what is too small to charge waits. */
function setOff(total, balance, currency) {
  const claim = total + balance;
  if (claim >= minimumCharge(currency)) return { due: claim, balance: 0 };
  return { due: 0, balance: claim };
}

function createInvoiceIntent(unit, invoice, reason) {
  const intent = createIntent(unit.onClock(null), {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    paymentMethodTypes: ['card', 'sepa_debit'],
    setup_future_usage: 'off_session',
  });
  return intent;
}

function putInvoicePayment(unit, invoice, intentId) {
  return unit.account.put('invoice_payments', {
    id: newId.invoicePayment(),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: unit.nowSeconds(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intentId, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}
