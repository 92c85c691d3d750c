import { changedAttributes } from '../webhooks/events.js';
import { collectInvoice, draftInvoice, finalizeInvoice, voidInvoice } from './collection.js';
import { createDiscount, redeem } from './discounts.js';
import { creditLine, oneTimeLine, pendingLines, periodLines, putInvoiceItem, trialLines } from './lines.js';
import { nextPeriodEnd } from './periods.js';
import { hasEnded, itemsInPeriod, periodOf, putSubscription } from './subscription-object.js';
import { discountsOf, invoiceOf, withoutSpentDiscounts } from './subscription-invoice.js';

const DAY = 86_400;
const TRIAL_WARNING_SECONDS = 3 * DAY;
const INCOMPLETE_SECONDS = 23 * 60 * 60;

/**
 * Begins a subscription with its first invoice, which is open afterwards, or paid if there is nothing to pay. Besides what
 * `putSubscription` takes: `oneTime` prices for the first invoice, `discounts` as `{ coupon, promotion_code }`, and the
 * `intent` of a checkout, which has collected the money already.
 */
export function startSubscription(unit, { oneTime = [], discounts = [], intent = null, trialEnd = null, customer, ...fields }) {
  const now = unit.nowSeconds();
  const recurring = fields.items[0].price.recurring;
  const created = putSubscription(unit, {
    ...fields, customer, trialEnd, periodEnd: trialEnd ?? nextPeriodEnd(now, recurring, now), status: trialEnd ? 'trialing' : 'incomplete',
  });
  const given = discounts.map((discount) => {
    redeem(unit, discount);
    return createDiscount(unit, { ...discount, customer, subscription: created.id }).id;
  });
  const subscription = unit.account.update('subscriptions', created.id, { discounts: given });

  const period = periodOf(subscription);
  const lines = [
    ...(trialEnd ? trialLines(unit, subscription, period) : periodLines(unit, subscription, period)),
    ...oneTime.map((item) => oneTimeLine(unit, customer, subscription, item)),
  ];
  const draft = invoiceOf(unit, subscription, { billingReason: 'subscription_create', lines, period: { end: now, start: now } });
  const invoice = draftInvoice(unit, draft);
  const started = unit.account.update('subscriptions', subscription.id, { latest_invoice: invoice.id, ...withoutSpentDiscounts(unit, subscription, invoice) });
  unit.emit('customer.subscription.created', started);
  scheduleWhatFollows(unit, started);
  if (!trialEnd) unit.schedule('subscription.expire', (now + INCOMPLETE_SECONDS) * 1_000, { subscription: started.id });

  const open = finalizeInvoice(unit, invoice.id, { intent });
  if (open.amount_due === 0) collectInvoice(unit, invoice.id);
  return unit.account.get('subscriptions', started.id);
}

/** The end of a period: the next one begins with an invoice, unless the subscription was to end here. */
export function renewSubscription(unit, id, periodEnd) {
  const subscription = unit.account.get('subscriptions', id);
  if (!subscription || hasEnded(subscription) || periodOf(subscription).end !== periodEnd) return;
  const lacksMethod = subscription.status === 'trialing' && !methodOf(unit, subscription);
  const cancels = subscription.trial_settings.end_behavior.missing_payment_method === 'cancel';
  if (subscription.cancel_at_period_end || (lacksMethod && cancels)) {
    cancelSubscription(unit, id, { reason: subscription.cancellation_details.reason });
  } else {
    beginPeriod(unit, subscription, { start: periodEnd, billingReason: 'subscription_cycle', isImmediate: false });
  }
}

/** Begins a period and invoices it, with whatever was pending; a trial is over with that. */
export function beginPeriod(unit, subscription, { start, billingReason, isImmediate, anchor = subscription.billing_cycle_anchor, items = subscription.items, changes = {} }) {
  const former = periodOf(subscription);
  const period = { start, end: nextPeriodEnd(anchor, items.data[0].price.recurring, start) };
  const next = { ...subscription, ...changes, items };
  const composition = invoiceOf(unit, next, {
    billingReason, lines: [...pendingLines(unit, subscription), ...periodLines(unit, next, period)], period: { start: former.start, end: former.end },
  });
  // An unpaid subscription goes on being invoiced, and nobody collects.
  const isCollected = subscription.status !== 'unpaid';
  const invoice = draftInvoice(unit, composition, { waits: isCollected && !isImmediate });
  const renewed = changeSubscription(unit, subscription.id, {
    ...changes,
    ...withoutSpentDiscounts(unit, subscription, invoice),
    billing_cycle_anchor: anchor,
    items: itemsInPeriod({ items }, period.start, period.end),
    latest_invoice: invoice.id,
    ...(subscription.status === 'trialing' && { status: 'active' }),
  });
  scheduleWhatFollows(unit, renewed);
  if (isImmediate && isCollected) {
    finalizeInvoice(unit, invoice.id);
    return collectInvoice(unit, invoice.id);
  }
  return { invoice, error: null };
}

/** Ends a subscription now; with `prorate`, what was paid for the rest of the period is credited. */
export function cancelSubscription(unit, id, { reason = null, details = {}, prorate = false, invoiceNow = false }) {
  const before = unit.account.get('subscriptions', id);
  const now = unit.nowSeconds();
  if (prorate && before.status === 'active') {
    for (const item of before.items.data) putInvoiceItem(unit, before.customer, creditLine(unit, before, item, now, discountsOf(unit, before)));
  }
  const pending = invoiceNow ? pendingLines(unit, before) : [];
  const invoice = pending.length > 0 ? draftInvoice(unit, invoiceOf(unit, before, { billingReason: 'subscription_update', lines: pending, period: periodOf(before) })) : null;
  stopCollecting(unit, id);
  const canceled = unit.account.update('subscriptions', id, {
    cancellation_details: { ...before.cancellation_details, ...details, reason },
    canceled_at: before.canceled_at ?? now,
    ended_at: now,
    ...(invoice && { latest_invoice: invoice.id }),
    status: before.status === 'incomplete' ? 'incomplete_expired' : 'canceled',
  });
  unit.emit('customer.subscription.deleted', canceled);
  if (invoice) {
    finalizeInvoice(unit, invoice.id);
    collectInvoice(unit, invoice.id);
  }
  return canceled;
}

/** Changes a subscription and tells so, if it is a change. */
export function changeSubscription(unit, id, changes) {
  const before = unit.account.get('subscriptions', id);
  const subscription = unit.account.update('subscriptions', id, changes);
  const changed = changedAttributes(before, subscription);
  if (Object.keys(changed).length > 0) unit.emit('customer.subscription.updated', subscription, changed);
  return subscription;
}

/** A first payment that did not come within a day. */
export function expireIncomplete(unit, id) {
  const subscription = unit.account.get('subscriptions', id);
  if (subscription?.status !== 'incomplete') return;
  changeSubscription(unit, id, { ended_at: unit.nowSeconds(), status: 'incomplete_expired' });
  if (unit.account.get('invoices', subscription.latest_invoice).status === 'open') voidInvoice(unit, subscription.latest_invoice);
}

export function warnOfTrialEnd(unit, id, trialEnd) {
  const subscription = unit.account.get('subscriptions', id);
  if (subscription?.status === 'trialing' && subscription.trial_end === trialEnd) unit.emit('customer.subscription.trial_will_end', subscription);
}

/** The end of the period, and a warning three days before that of a trial; at once, if it is shorter. */
export function scheduleWhatFollows(unit, subscription) {
  const { id, status, trial_end: trialEnd } = subscription;
  const { end } = periodOf(subscription);
  unit.schedule('subscription.renew', end * 1_000, { subscription: id, period_end: end });
  if (status !== 'trialing') return;
  const warnAt = trialEnd - TRIAL_WARNING_SECONDS;
  if (warnAt <= unit.nowSeconds()) warnOfTrialEnd(unit, id, trialEnd);
  else unit.schedule('subscription.warn', warnAt * 1_000, { subscription: id, trial_end: trialEnd });
}

export function liveSubscriptions(unit, customerId) {
  return unit.account.all('subscriptions').filter((one) => one.customer === customerId && !hasEnded(one));
}

export function methodOf(unit, subscription) {
  const customer = unit.account.get('customers', subscription.customer);
  return subscription.default_payment_method ?? customer.invoice_settings?.default_payment_method ?? null;
}

/** What was invoiced stays owed, and nobody collects it by itself any more. */
function stopCollecting(unit, subscriptionId) {
  const isAutomatic = (invoice) => ['draft', 'open'].includes(invoice.status) && invoice.auto_advance && invoice.parent?.subscription_details.subscription === subscriptionId;
  for (const invoice of unit.account.all('invoices').filter(isAutomatic)) {
    unit.account.update('invoices', invoice.id, { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null });
  }
}
