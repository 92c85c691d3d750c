import { newId } from '../state/ids.js';
import { subList } from '../http/lists.js';
import { mergeMetadata } from '../http/parameters.js';

const ENDED = ['canceled', 'incomplete_expired'];

/** Stores a subscription as it begins; `items` are `{ price, quantity, metadata }`. */
export function putSubscription(unit, { id = newId.subscription(), customer, items, status, periodEnd, trialEnd = null, ...fields }) {
  const now = unit.nowSeconds();
  const period = { current_period_start: now, current_period_end: periodEnd };
  return unit.account.put('subscriptions', {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: describeAutomaticTax(fields.automaticTax ?? false),
    billing_cycle_anchor: trialEnd ?? now,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: now,
    currency: items[0].price.currency,
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: fields.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: [],
    description: fields.description ?? null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: 'self' } },
    items: itemList(id, items.map((item) => describeItem(unit, id, item, period))),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, fields.metadata),
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status,
    test_clock: unit.testClock,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: fields.missingPaymentMethod ?? 'create_invoice' } },
    trial_start: trialEnd && now,
  });
}

export function describeItem(unit, subscriptionId, { id = newId.subscriptionItem(), price, quantity = 1, metadata = {}, created = unit.nowSeconds() }, period) {
  return {
    id,
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: period.current_period_end,
    current_period_start: period.current_period_start,
    current_trial: null,
    discounts: [],
    metadata,
    plan: describePlan(price),
    price,
    quantity,
    subscription: subscriptionId,
    tax_rates: [],
  };
}

export function itemList(subscriptionId, items) {
  return subList(`/v1/subscription_items?subscription=${subscriptionId}`, items);
}

/** The same items, in another period. */
export function itemsInPeriod(subscription, start, end) {
  const { data } = subscription.items;
  return { ...subscription.items, data: data.map((item) => ({ ...item, current_period_start: start, current_period_end: end })) };
}

export const periodOf = ({ items }) => ({ start: items.data[0].current_period_start, end: items.data[0].current_period_end });
export const recurringOf = ({ items }) => items.data[0].price.recurring;
export const hasEnded = (subscription) => ENDED.includes(subscription.status);

export function describeAutomaticTax(enabled) {
  return { disabled_reason: null, enabled, liability: enabled ? { type: 'self' } : null };
}

/** The older name of a recurring price, which items still carry. */
function describePlan({ active, billing_scheme: scheme, created, currency, id, metadata, nickname, product, recurring, unit_amount: amount, unit_amount_decimal: decimal }) {
  return {
    id,
    object: 'plan',
    active,
    amount,
    amount_decimal: decimal,
    billing_scheme: scheme,
    created,
    currency,
    interval: recurring.interval,
    interval_count: recurring.interval_count,
    livemode: false,
    metadata,
    meter: null,
    nickname,
    product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: recurring.usage_type,
  };
}
