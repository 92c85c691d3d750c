import { invalidRequest } from '../http/errors.js';
import { collectInvoice, draftInvoice, finalizeInvoice } from './collection.js';
import { beginPeriod, changeSubscription, scheduleWhatFollows } from './lifecycle.js';
import { creditLine, pendingLines, periodLines, putInvoiceItem, remainderLine } from './lines.js';
import { nextPeriodEnd } from './periods.js';
import { describeItem, itemList, itemsInPeriod, periodOf, recurringOf } from './subscription-object.js';
import { discountsOf, invoiceOf } from './subscription-invoice.js';

/**
 * What changing a subscription's items or trial leads to, without doing it: `{ items, lines, restarts, isInvoicedNow }`.
 * `items` are as from `readItems`; a change of the interval begins a new period, which is always invoiced at once.
 */
export function planChange(unit, subscription, { items, proration_behavior: behavior = 'create_prorations', proration_date: at = unit.nowSeconds(), endsTrial = false }) {
  const current = periodOf(subscription);
  const before = subscription.items.data;
  const after = items ? changedItems(unit, subscription, items) : before;
  const recurring = after[0].price.recurring;
  const isTrial = subscription.status === 'trialing';
  const restarts = endsTrial || (!isTrial && !isSameInterval(recurring, recurringOf(subscription)));
  if (at < current.start || at > current.end) {
    throw invalidRequest('Cannot specify a proration date outside of the current period.', { param: 'proration_date' });
  }

  const isProrated = behavior !== 'none' && !isTrial;
  const discounts = discountsOf(unit, subscription);
  const replaced = before.filter((item) => !after.some((other) => isSame(item, other)) || restarts);
  const added = restarts ? [] : after.filter((item) => !before.some((other) => isSame(item, other)));
  const lines = isProrated ? [
    ...replaced.map((item) => creditLine(unit, subscription, item, at, discounts)),
    ...added.map((item) => remainderLine(unit, subscription, item, at, discounts)),
  ] : [];
  return { items: itemList(subscription.id, after), lines, restarts, isInvoicedNow: restarts || (behavior === 'always_invoice' && lines.length > 0) };
}

/** Does what `planChange` says; answers the decline of an invoice which that made, or null. */
export function applyChange(unit, subscription, plan, changes) {
  const noted = plan.lines.map((line) => putInvoiceItem(unit, subscription.customer, line));
  if (plan.restarts) {
    const now = unit.nowSeconds();
    const { error } = beginPeriod(unit, subscription, {
      start: now,
      anchor: now,
      billingReason: 'subscription_update',
      isImmediate: true,
      items: plan.items,
      changes,
    });
    return error;
  }
  if (!plan.isInvoicedNow) {
    changeSubscription(unit, subscription.id, { ...changes, items: plan.items });
    return null;
  }
  const lines = pendingLines(unit, subscription);
  const draft = draftInvoice(unit, invoiceOf(unit, { ...subscription, ...changes }, {
    billingReason: 'subscription_update', discounts: [], lines, period: periodOf(subscription), prorationDate: noted[0].period.start,
  }));
  changeSubscription(unit, subscription.id, { ...changes, items: plan.items, latest_invoice: draft.id });
  finalizeInvoice(unit, draft.id);
  return collectInvoice(unit, draft.id).error;
}

/** Moves the end of a trial, or begins one in the middle of a paid period, which ends that. */
export function extendTrial(unit, subscription, trialEnd, { proration_behavior: behavior = 'create_prorations' }, changes) {
  const now = unit.nowSeconds();
  if (subscription.status !== 'trialing' && behavior !== 'none') {
    const discounts = discountsOf(unit, subscription);
    for (const item of subscription.items.data) putInvoiceItem(unit, subscription.customer, creditLine(unit, subscription, item, now, discounts));
  }
  const start = subscription.status === 'trialing' ? periodOf(subscription).start : now;
  const changed = changeSubscription(unit, subscription.id, {
    ...changes,
    billing_cycle_anchor: trialEnd,
    items: itemsInPeriod(subscription, start, trialEnd),
    status: 'trialing',
    trial_end: trialEnd,
    trial_start: subscription.trial_start ?? now,
  });
  scheduleWhatFollows(unit, changed);
}

/** The lines of the invoice that would come next, if a plan were carried out. */
export function linesAhead(unit, subscription, plan) {
  const pending = pendingLines(unit, subscription);
  const changed = { ...subscription, items: plan.items };
  const recurring = recurringOf(changed);
  if (plan.restarts) {
    const now = unit.nowSeconds();
    return [...pending, ...plan.lines, ...periodLines(unit, changed, { start: now, end: nextPeriodEnd(now, recurring, now) })];
  }
  if (plan.isInvoicedNow) return [...pending, ...plan.lines];
  const { end } = periodOf(subscription);
  return [...pending, ...plan.lines, ...periodLines(unit, changed, { start: end, end: nextPeriodEnd(subscription.billing_cycle_anchor, recurring, end) })];
}

/** An item that is given by its id is changed, another is added; the rest stay. */
function changedItems(unit, subscription, given) {
  const { start, end } = periodOf(subscription);
  const period = { current_period_start: start, current_period_end: end };
  const kept = subscription.items.data.flatMap((item) => {
    const change = given.find((one) => one.id === item.id);
    if (!change) return [item];
    if (change.deleted) return [];
    return [describeItem(unit, subscription.id, { ...item, ...change }, period)];
  });
  const added = given.filter((one) => !one.id).map((item) => describeItem(unit, subscription.id, item, period));
  const items = [...kept, ...added];
  if (items.length === 0) throw invalidRequest('A subscription must have at least one active plan.', { param: 'items' });
  if (items.some(({ price }) => !isSameInterval(price.recurring, items[0].price.recurring))) {
    throw invalidRequest('All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.', { param: 'items' });
  }
  if (items.some(({ price }) => price.currency !== subscription.currency)) {
    throw invalidRequest(`The price specified only supports \`${items.find(({ price }) => price.currency !== subscription.currency).price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`, { param: 'items' });
  }
  return items;
}

function isSame(a, b) {
  return a.id === b.id && a.price.id === b.price.id && a.quantity === b.quantity;
}

function isSameInterval(a, b) {
  return a.interval === b.interval && a.interval_count === b.interval_count;
}
