import { changeCustomer } from '../resources/customers.js';
import { cancelSubscription, changeSubscription } from './lifecycle.js';
import { hasEnded } from './subscription-object.js';

const DAY = 86_400;
const STATUS_AFTER_RETRIES = { leave_past_due: 'past_due', mark_unpaid: 'unpaid' };

/** A payment was made, or has been accepted by a bank that takes days: the subscription is in good standing again. */
export function afterPayment(unit, invoice) {
  const subscription = subscriptionOf(unit, invoice);
  if (invoice.status === 'paid') changeCustomer(unit, invoice.customer, { delinquent: hasOpenFailures(unit, invoice.customer) });
  if (!subscription || !['incomplete', 'past_due', 'unpaid'].includes(subscription.status)) return;
  if (subscription.latest_invoice === invoice.id) changeSubscription(unit, subscription.id, { status: 'active' });
}

/**
 * A payment failed. Answers when it will be tried again, or null if it will not: then the subscription ends as the
 * account's settings say. A first payment is never tried again by itself; the subscription waits for it, incomplete.
 */
export function afterFailedPayment(unit, invoice) {
  changeCustomer(unit, invoice.customer, { delinquent: true });
  const subscription = subscriptionOf(unit, invoice);
  if (!subscription || subscription.status === 'incomplete' || hasEnded(subscription)) return null;

  const { subscription_retry_days: days, subscription_after_retries: ending } = unit.settings;
  const wait = days[invoice.attempt_count - 1];
  if (wait !== undefined) {
    if (subscription.status === 'active') changeSubscription(unit, subscription.id, { status: 'past_due' });
    const next = unit.nowSeconds() + wait * DAY;
    unit.schedule('invoice.retry', next * 1_000, { invoice: invoice.id, attempt: invoice.attempt_count });
    return next;
  }
  if (ending === 'cancel') cancelSubscription(unit, subscription.id, { reason: 'payment_failed' });
  else if (subscription.status !== STATUS_AFTER_RETRIES[ending]) changeSubscription(unit, subscription.id, { status: STATUS_AFTER_RETRIES[ending] });
  return null;
}

function subscriptionOf(unit, invoice) {
  return unit.account.get('subscriptions', invoice.parent?.subscription_details.subscription);
}

function hasOpenFailures(unit, customerId) {
  return unit.account.all('invoices').some((invoice) => invoice.customer === customerId && invoice.status === 'open' && invoice.attempted);
}
