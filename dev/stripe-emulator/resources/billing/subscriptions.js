import { collectInvoice } from '../../billing/collection.js';
import { cancelSubscription, changeSubscription, methodOf, startSubscription } from '../../billing/lifecycle.js';
import { describeAutomaticTax, hasEnded, periodOf } from '../../billing/subscription-object.js';
import { applyChange, extendTrial, planChange } from '../../billing/updates.js';
import { createDiscount, redeem } from '../../billing/discounts.js';
import { invalidRequest, StripeError } from '../../http/errors.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, mergeMetadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { readDiscounts } from '../catalogue/coupons.js';
import { findByParameter, findByPath } from '../find.js';
import { cancelParameters, createParameters, readItems, updateParameters } from './subscription-parameters.js';

const DAY = 86_400;
const LONGEST_TRIAL_DAYS = 730;
const STATUSES = ['active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid'];
const listParameters = {
  ...pageParameters,
  created: timeRange(),
  current_period_end: timeRange(),
  current_period_start: timeRange(),
  customer: text(),
  price: text(),
  status: choice(...STATUSES, 'all', 'ended'),
  test_clock: text(),
};

export const subscriptionRoutes = [
  { method: 'POST', path: '/v1/subscriptions', parameters: createParameters, handle: createSubscription },
  { method: 'GET', path: '/v1/subscriptions', parameters: listParameters, handle: listSubscriptions },
  { method: 'GET', path: '/v1/subscriptions/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'subscriptions', 'subscription', id) },
  { method: 'POST', path: '/v1/subscriptions/:id', parameters: updateParameters, handle: updateSubscription },
  { method: 'DELETE', path: '/v1/subscriptions/:id', parameters: cancelParameters, handle: cancelByRequest },
];

function createSubscription(requestUnit, given) {
  const customer = findByParameter(requestUnit, 'customers', 'customer', given.customer, 'customer');
  const unit = requestUnit.inTimeOf(customer.id);
  checkMethod(unit, given.default_payment_method, customer.id);
  const behavior = given.payment_behavior ?? 'allow_incomplete';
  const subscription = startSubscription(unit, {
    automaticTax: given.automatic_tax?.enabled,
    customer: customer.id,
    defaultPaymentMethod: given.default_payment_method,
    description: given.description,
    discounts: readDiscounts(unit, given.discounts, customer.id),
    items: checkedItems(readItems(unit, given.items)),
    metadata: given.metadata,
    missingPaymentMethod: given.trial_settings?.end_behavior.missing_payment_method,
    trialEnd: trialEndOf(unit, given),
  });
  if (subscription.status !== 'incomplete' || behavior === 'default_incomplete') return subscription;
  if (unit.account.get('invoices', subscription.latest_invoice).status === 'paid') return subscription;
  if (!methodOf(unit, subscription)) throw noPaymentSource();
  const { error } = collectInvoice(unit, subscription.latest_invoice);
  if (error && behavior === 'error_if_incomplete') throw new StripeError(402, error);
  return unit.account.get('subscriptions', subscription.id);
}

function updateSubscription(requestUnit, given, id) {
  const { customer } = findByPath(requestUnit, 'subscriptions', 'subscription', id);
  const unit = requestUnit.inTimeOf(customer);
  const before = unit.account.get('subscriptions', id);
  if (hasEnded(before)) throw canceledAlready(before);
  checkMethod(unit, given.default_payment_method, customer);

  const changes = { ...plainChanges(unit, before, given), ...cancellationChanges(unit, before, given) };
  const items = readItems(unit, given.items, before.items.data);
  const extendsTrial = typeof given.trial_end === 'number';
  if (extendsTrial) checkTrialEnd(unit, given.trial_end);
  if (!items && !given.trial_end) return changeSubscription(unit, id, changes);

  const endsTrial = given.trial_end === 'now' && before.status === 'trialing';
  const plan = planChange(unit, before, { ...given, items, endsTrial });
  const error = applyChange(unit, before, plan, { ...changes, ...(endsTrial && { trial_end: unit.nowSeconds() }) });
  if (error && given.payment_behavior === 'error_if_incomplete') throw new StripeError(402, error);
  if (extendsTrial) extendTrial(unit, unit.account.get('subscriptions', id), given.trial_end, given, { trial_end: given.trial_end });
  return unit.account.get('subscriptions', id);
}

function plainChanges(unit, before, given) {
  const { automatic_tax: tax, default_payment_method: method, description, discounts, metadata: metadataGiven, trial_settings: trialSettings } = given;
  return {
    ...(tax && { automatic_tax: describeAutomaticTax(tax.enabled) }),
    ...(method && { default_payment_method: method }),
    ...(description !== undefined && { description }),
    ...(discounts && { discounts: replacedDiscounts(unit, before, discounts) }),
    metadata: mergeMetadata(before.metadata, metadataGiven),
    ...(trialSettings && { trial_settings: { end_behavior: { billing_cycle_anchor: null, ...trialSettings.end_behavior } } }),
  };
}

/** What a wish to end with the period, or no longer, changes. */
export function cancellationChanges(unit, before, { cancel_at_period_end: cancels, cancellation_details: details }) {
  const isChanged = cancels !== undefined && cancels !== before.cancel_at_period_end;
  return {
    ...(isChanged && {
      cancel_at: cancels ? periodOf(before).end : null,
      cancel_at_period_end: cancels,
      canceled_at: cancels ? unit.nowSeconds() : null,
    }),
    ...((isChanged || details) && {
      cancellation_details: { ...before.cancellation_details, ...details, ...(isChanged && { reason: cancels ? 'cancellation_requested' : null }) },
    }),
  };
}

function replacedDiscounts(unit, subscription, given) {
  return readDiscounts(unit, given, subscription.customer).map((discount) => {
    redeem(unit, discount);
    return createDiscount(unit, { ...discount, customer: subscription.customer, subscription: subscription.id }).id;
  });
}

function cancelByRequest(requestUnit, { cancellation_details: details, invoice_now: invoiceNow, prorate }, id) {
  const { customer } = findByPath(requestUnit, 'subscriptions', 'subscription', id);
  const unit = requestUnit.inTimeOf(customer);
  const before = unit.account.get('subscriptions', id);
  if (hasEnded(before)) throw invalidRequest(`No such subscription: '${id}'`, { code: 'resource_missing', param: 'id', status: 404 });
  return cancelSubscription(unit, id, { details, invoiceNow, prorate, reason: 'cancellation_requested' });
}

function checkMethod(unit, methodId, customerId) {
  const method = findByParameter(unit, 'payment_methods', 'PaymentMethod', methodId, 'default_payment_method');
  if (method && method.customer !== customerId) {
    throw invalidRequest('The customer does not have a payment method with the ID given. The payment method must be attached to the customer.', { code: 'resource_missing', param: 'default_payment_method' });
  }
}

function checkedItems(items) {
  if (items.length === 0) throw invalidRequest('Missing required param: items.', { code: 'parameter_missing', param: 'items' });
  const [{ price: first }] = items;
  const differs = items.find(({ price }) => price.currency !== first.currency || price.recurring.interval !== first.recurring.interval
    || price.recurring.interval_count !== first.recurring.interval_count);
  if (differs) throw invalidRequest('All prices on a subscription must have the same `recurring.interval`, `recurring.interval_count` and currency.', { param: 'items' });
  return items;
}

/** When the trial that a request asks for ends, or null. */
export function trialEndOf(unit, { trial_end: end, trial_period_days: days }) {
  if (end !== undefined && days !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days.', { param: 'trial_end' });
  }
  if (days) return unit.nowSeconds() + days * DAY;
  if (end === undefined || end === 'now') return null;
  checkTrialEnd(unit, end);
  return end;
}

function checkTrialEnd(unit, end) {
  if (end <= unit.nowSeconds()) throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' });
  if (end > unit.nowSeconds() + LONGEST_TRIAL_DAYS * DAY) throw invalidRequest('Invalid trial_end: it can be at most 2 years in the future.', { param: 'trial_end' });
}

function listSubscriptions(unit, { created, current_period_end: ends, current_period_start: starts, customer, price, status, test_clock: clock, ...paging }) {
  const isWanted = createdWithin(created);
  const isWithin = (range, second) => createdWithin(range)({ created: second });
  const subscriptions = unit.account.all('subscriptions').filter((one) => isWanted(one)
    && isWithin(ends, periodOf(one).end) && isWithin(starts, periodOf(one).start)
    && (!customer || one.customer === customer)
    && (customer || one.test_clock === (clock ?? null)) && (!clock || one.test_clock === clock)
    && (!price || one.items.data.some((item) => item.price.id === price))
    && isOfStatus(one, status));
  return page('/v1/subscriptions', subscriptions, paging);
}

function isOfStatus(subscription, status) {
  if (status === 'all') return true;
  if (status === 'ended') return hasEnded(subscription);
  return status ? subscription.status === status : subscription.status !== 'canceled';
}

function canceledAlready({ id }) {
  return invalidRequest(`A canceled subscription can only update its cancellation_details and metadata. Subscription: ${id}`, { code: 'invalid_canceled_subscription_fields' });
}

function noPaymentSource() {
  return invalidRequest('This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.', { code: 'resource_missing' });
}
