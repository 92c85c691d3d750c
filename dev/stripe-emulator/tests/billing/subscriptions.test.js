import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, invoicesOf, NEW_YEAR, priceOf, subscribed } from './billing-support.js';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a subscription is made over the API and paid with the customer\'s card', async () => {
  const school = emulator.newAccount();
  const { subscription, clock } = await subscribed(school);

  assert.equal(subscription.status, 'active');
  assert.equal(subscription.created, NEW_YEAR);
  assert.equal(subscription.test_clock, clock.id);
  assert.equal(subscription.items.data[0].current_period_end, Date.UTC(2027, 1, 1) / 1_000);
  assert.equal((await invoicesOf(school, subscription))[0].amount_paid, 3_100);
  // Subscriptions of clocks are listed by their clock or customer only.
  assert.equal((await school.get('/v1/subscriptions')).body.data.length, 0);
  assert.equal((await school.get(`/v1/subscriptions?test_clock=${clock.id}`)).body.data.length, 1);
  const { body: items } = await school.get(`/v1/subscription_items?subscription=${subscription.id}`);
  assert.deepEqual(items.data, subscription.items.data);
});

test('a first payment that fails leaves it incomplete, or is refused', async () => {
  const school = emulator.newAccount();
  const { customer, subscription: { items } } = await subscribed(school);
  const { body: method } = await school.post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer: customer.id });
  const create = (fields) => school.post('/v1/subscriptions', {
    customer: customer.id, items: [{ price: items.data[0].price.id }], default_payment_method: method.id, ...fields,
  });

  const refused = await create({ payment_behavior: 'error_if_incomplete' });
  assert.equal(refused.status, 402);
  assert.equal(refused.body.error.code, 'card_declined');
  assert.equal((await school.get(`/v1/subscriptions?customer=${customer.id}`)).body.data.length, 1);
  const { body: incomplete } = await create();
  assert.equal(incomplete.status, 'incomplete');
  const { body: paid } = await school.post(`/v1/invoices/${incomplete.latest_invoice}/pay`, { payment_method: 'pm_card_visa' });
  assert.equal(paid.status, 'paid');
  assert.equal((await school.get(`/v1/subscriptions/${incomplete.id}`)).body.status, 'active');
});

test('a subscription is canceled at the end of its period, or goes on after all', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  const update = async (fields) => (await school.post(`/v1/subscriptions/${subscription.id}`, fields)).body;

  const ending = await update({ cancel_at_period_end: true, cancellation_details: { feedback: 'too_expensive' } });
  assert.equal(ending.status, 'active');
  assert.equal(ending.cancel_at, item.current_period_end);
  assert.equal(ending.cancellation_details.reason, 'cancellation_requested');
  assert.equal(ending.cancellation_details.feedback, 'too_expensive');
  const resumed = await update({ cancel_at_period_end: false });
  assert.equal(resumed.cancel_at, null);
  assert.equal(resumed.canceled_at, null);
  await update({ cancel_at_period_end: true });
  await school.advance(clock, item.current_period_end);

  const { body: ended } = await school.get(`/v1/subscriptions/${subscription.id}`);
  assert.equal(ended.status, 'canceled');
  assert.equal(ended.ended_at, item.current_period_end);
  assert.equal((await invoicesOf(school, subscription)).length, 1);
  assert.equal((await update({ cancel_at_period_end: false })).error.code, 'invalid_canceled_subscription_fields');
});

test('a subscription is canceled now, and may be credited', async () => {
  const school = emulator.newAccount();
  const { subscription, clock, customer } = await subscribed(school);
  await school.advance(clock, NEW_YEAR + 10 * DAY);

  const { body: canceled } = await school.call('DELETE', `/v1/subscriptions/${subscription.id}?prorate=true&invoice_now=true`);

  assert.equal(canceled.status, 'canceled');
  assert.equal(canceled.ended_at, NEW_YEAR + 10 * DAY);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.balance, -2_100);
  const { body: { data: [event] } } = await school.get('/v1/events?type=customer.subscription.deleted');
  assert.equal(event.data.object.id, subscription.id);
  assert.equal((await school.call('DELETE', `/v1/subscriptions/${subscription.id}`)).status, 404);
  assert.equal((await school.get(`/v1/subscriptions?customer=${customer.id}`)).body.data.length, 0);
  assert.equal((await school.get(`/v1/subscriptions?customer=${customer.id}&status=ended`)).body.data.length, 1);
});

test('a trial is ended early, or given later', async () => {
  const school = emulator.newAccount();
  const { subscription, clock } = await subscribed(school, 3_100, { trial_period_days: 10 });
  assert.equal(subscription.status, 'trialing');
  const update = async (fields) => (await school.post(`/v1/subscriptions/${subscription.id}`, fields)).body;

  const extended = await update({ trial_end: NEW_YEAR + 20 * DAY });
  assert.equal(extended.items.data[0].current_period_end, NEW_YEAR + 20 * DAY);
  await school.advance(clock, NEW_YEAR + 15 * DAY);
  assert.equal((await school.get(`/v1/subscriptions/${subscription.id}`)).body.status, 'trialing');
  const ended = await update({ trial_end: 'now' });

  assert.equal(ended.status, 'active');
  assert.equal(ended.trial_end, NEW_YEAR + 15 * DAY);
  assert.equal(ended.items.data[0].current_period_start, NEW_YEAR + 15 * DAY);
  assert.equal((await invoicesOf(school, subscription))[0].amount_paid, 3_100);
  assert.equal((await update({ trial_end: NEW_YEAR })).error.param, 'trial_end');
  assert.equal((await update({ trial_end: NEW_YEAR + 800 * DAY })).error.param, 'trial_end');
});

test('what cannot be is refused', async () => {
  const school = emulator.newAccount();
  const { subscription, customer, item } = await subscribed(school);
  const update = async (fields) => (await school.post(`/v1/subscriptions/${subscription.id}`, fields)).body.error;
  const dollars = await priceOf(school, 100, 'month', { currency: 'usd' });

  assert.equal((await update({ items: [{ id: 'si_missing', quantity: 2 }] })).param, 'items[0][id]');
  assert.equal((await update({ items: [{ id: item.id, price: 'price_missing' }] })).param, 'items[0][price]');
  assert.equal((await update({ items: [{ id: item.id, price: dollars.id }] })).param, 'items');
  assert.equal((await update({ items: [{ id: item.id, deleted: true }] })).param, 'items');
  assert.equal((await update({ default_payment_method: 'pm_missing' })).code, 'resource_missing');
  assert.equal((await update({ items: [{ id: item.id, quantity: 2 }], proration_date: NEW_YEAR - DAY })).param, 'proration_date');
  assert.equal((await update({ pause_collection: { behavior: 'void' } })).code, 'parameter_unknown');
  assert.equal((await school.post('/v1/subscriptions', { customer: customer.id })).body.error.param, 'items');
  assert.equal((await school.get('/v1/subscriptions/sub_missing')).status, 404);
  await school.delete(`/v1/customers/${customer.id}`);
  assert.equal((await school.get(`/v1/subscriptions/${subscription.id}`)).body.status, 'canceled');
  assert.equal((await school.post('/v1/subscriptions', { customer: customer.id, items: [{ price: item.price.id }] })).body.error.param, 'customer');
});
