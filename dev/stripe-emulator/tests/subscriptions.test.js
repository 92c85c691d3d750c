import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const DAY = 86_400;
const START = Date.UTC(2027, 0, 1) / 1_000;

async function price(school, unitAmount, interval = 'month', fields = {}) {
  const { body } = await school.post('/v1/prices', { currency: 'eur', unit_amount: unitAmount, recurring: { interval }, product_data: { name: `Plan ${unitAmount}` }, ...fields });
  return body;
}

/** A subscription on a clock that stands at 1 January 2027. */
async function subscribed(school, unitAmount = 3_100, fields = {}) {
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: START });
  const { body: customer } = await school.post('/v1/customers', {
    email: 'a@school.test', test_clock: clock.id, payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const { status, body: subscription } = await school.post('/v1/subscriptions', { customer: customer.id, items: [{ price: (await price(school, unitAmount)).id }], ...fields });
  assert.equal(status, 200, JSON.stringify(subscription));
  return { clock, customer, subscription, item: subscription.items.data[0] };
}

const invoicesOf = async (school, { id }) => (await school.get(`/v1/invoices?subscription=${id}`)).body.data;

test('a subscription is made over the API and paid with the customer\'s card', async () => {
  const school = emulator.newAccount();
  const { subscription, clock } = await subscribed(school);

  assert.equal(subscription.status, 'active');
  assert.equal(subscription.created, START);
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

test('an upgrade notes what is owed for the rest of the period, and the next invoice has it', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, START + 10 * DAY);
  const dearer = await price(school, 6_200);

  const { body: changed } = await school.post(`/v1/subscriptions/${subscription.id}`, { items: [{ id: item.id, price: dearer.id }] });

  assert.equal(changed.items.data[0].id, item.id);
  assert.equal(changed.items.data[0].price.id, dearer.id);
  assert.equal(changed.items.data[0].current_period_end, item.current_period_end);
  assert.equal(changed.latest_invoice, subscription.latest_invoice);
  const { body: pending } = await school.get(`/v1/invoiceitems?customer=${subscription.customer}&pending=true`);
  // 21 of 31 days are left.
  assert.deepEqual(pending.data.map(({ amount }) => amount), [4_200, -2_100]);
  assert.equal(pending.data[1].description, 'Unused time on Plan 3100 after 11 Jan 2027');
  await school.advance(clock, item.current_period_end + 2 * 3_600);
  const [renewal] = await invoicesOf(school, subscription);
  assert.deepEqual(renewal.lines.data.map(({ amount }) => amount), [-2_100, 4_200, 6_200]);
  assert.equal(renewal.lines.data[0].parent.subscription_item_details.proration, true);
  assert.equal(renewal.amount_paid, 8_300);
  const { body: { data: [event] } } = await school.get('/v1/events?type=customer.subscription.updated&limit=1');
  assert.equal(event.data.previous_attributes.items.data[0].current_period_end, item.current_period_end);
});

test('an upgrade can be invoiced at once, or cost nothing', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, START + 10 * DAY);
  const dearer = await price(school, 6_200);
  const update = (fields) => school.post(`/v1/subscriptions/${subscription.id}`, fields);

  await update({ items: [{ id: item.id, quantity: 2 }], proration_behavior: 'none' });
  assert.equal((await school.get(`/v1/invoiceitems?customer=${subscription.customer}`)).body.data.length, 0);
  await update({ items: [{ id: item.id, price: dearer.id, quantity: 1 }], proration_behavior: 'always_invoice' });

  const [invoice] = await invoicesOf(school, subscription);
  assert.equal(invoice.billing_reason, 'subscription_update');
  assert.equal(invoice.parent.subscription_details.subscription_proration_date, START + 10 * DAY);
  // Two were priced at 31.00 each until then.
  assert.deepEqual(invoice.lines.data.map(({ amount }) => amount), [-4_200, 4_200]);
  assert.equal(invoice.status, 'paid');
  assert.equal(invoice.amount_due, 0);
});

test('a downgrade leaves the customer a credit, which the next invoice uses up', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock, customer } = await subscribed(school);
  const cheaper = await price(school, 1_000);

  await school.post(`/v1/subscriptions/${subscription.id}`, { items: [{ id: item.id, price: cheaper.id }], proration_behavior: 'always_invoice' });

  const [credit] = await invoicesOf(school, subscription);
  assert.equal(credit.total, -2_100);
  assert.equal(credit.amount_due, 0);
  assert.equal(credit.ending_balance, -2_100);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.balance, -2_100);
  await school.advance(clock, item.current_period_end + 2 * 3_600);
  const [renewal] = await invoicesOf(school, subscription);
  assert.equal(renewal.starting_balance, -2_100);
  assert.equal(renewal.ending_balance, -1_100);
  assert.equal(renewal.amount_due, 0);
});

test('another interval begins another period, and is paid at once', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, START + 10 * DAY);
  const yearly = await price(school, 30_000, 'year');

  const { body: changed } = await school.post(`/v1/subscriptions/${subscription.id}`, { items: [{ id: item.id, price: yearly.id }] });

  assert.equal(changed.billing_cycle_anchor, START + 10 * DAY);
  assert.equal(changed.items.data[0].current_period_end, Date.UTC(2028, 0, 11) / 1_000);
  const [invoice] = await invoicesOf(school, subscription);
  assert.deepEqual(invoice.lines.data.map(({ amount }) => amount), [-2_100, 30_000]);
  assert.equal(invoice.amount_paid, 27_900);
});

test('a preview shows what a change would cost, and keeps nothing', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, START + 10 * DAY);
  const dearer = await price(school, 6_200);
  const preview = async (fields) => (await school.post('/v1/invoices/create_preview', { subscription: subscription.id, ...fields })).body;
  const items = [{ id: item.id, price: dearer.id }];

  const next = await preview({});
  const upgraded = await preview({ subscription_details: { items, proration_behavior: 'always_invoice', proration_date: START + 10 * DAY } });
  const noted = await preview({ subscription_details: { items } });

  assert.equal(next.total, 3_100);
  assert.equal(next.lines.data[0].period.start, item.current_period_end);
  assert.equal(next.billing_reason, 'upcoming');
  assert.match(next.id, /^upcoming_in_/);
  assert.deepEqual(upgraded.lines.data.map(({ amount, parent }) => [amount, parent.subscription_item_details.proration]), [[-2_100, true], [4_200, true]]);
  assert.equal(noted.total, 8_300);
  assert.equal((await preview({ subscription_details: { cancel_at_period_end: true } })).error.code, 'invoice_upcoming_none');
  assert.equal((await preview({ subscription_details: { cancel_now: true } })).total, -2_100);
  assert.equal((await invoicesOf(school, subscription)).length, 1);
  assert.equal((await school.get(`/v1/invoiceitems?customer=${subscription.customer}`)).body.data.length, 0);
  assert.equal((await school.get(`/v1/subscriptions/${subscription.id}`)).body.items.data[0].price.id, item.price.id);
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
  await school.advance(clock, START + 10 * DAY);

  const { body: canceled } = await school.call('DELETE', `/v1/subscriptions/${subscription.id}?prorate=true&invoice_now=true`);

  assert.equal(canceled.status, 'canceled');
  assert.equal(canceled.ended_at, START + 10 * DAY);
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

  const extended = await update({ trial_end: START + 20 * DAY });
  assert.equal(extended.items.data[0].current_period_end, START + 20 * DAY);
  await school.advance(clock, START + 15 * DAY);
  assert.equal((await school.get(`/v1/subscriptions/${subscription.id}`)).body.status, 'trialing');
  const ended = await update({ trial_end: 'now' });

  assert.equal(ended.status, 'active');
  assert.equal(ended.trial_end, START + 15 * DAY);
  assert.equal(ended.items.data[0].current_period_start, START + 15 * DAY);
  assert.equal((await invoicesOf(school, subscription))[0].amount_paid, 3_100);
  assert.equal((await update({ trial_end: START })).error.param, 'trial_end');
});

test('an invoice is paid by hand, marked as paid elsewhere, or given up', async () => {
  const school = emulator.newAccount();
  const { customer, item } = await subscribed(school);
  const unpaid = async () => (await school.post('/v1/subscriptions', { customer: customer.id, items: [{ price: item.price.id }], payment_behavior: 'default_incomplete' })).body.latest_invoice;
  const [first, second, third] = [await unpaid(), await unpaid(), await unpaid()];

  const { body: open } = await school.get(`/v1/invoices/${first}?expand[]=confirmation_secret&expand[]=payments`);
  assert.equal(open.status, 'open');
  assert.match(open.confirmation_secret.client_secret, /^pi_.*_secret_/);
  const { body: paid } = await school.post(`/v1/invoices/${first}/pay`);
  assert.equal(paid.attempt_count, 1);
  assert.equal((await school.post(`/v1/invoices/${first}/pay`)).body.error.code, 'invoice_already_paid');
  const { body: found } = await school.get(`/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=${open.payments.data[0].payment.payment_intent}`);
  assert.equal(found.data[0].invoice, first);
  assert.equal(found.data[0].status, 'paid');

  const { body: outside } = await school.post(`/v1/invoices/${second}/pay`, { paid_out_of_band: true });
  assert.equal(outside.amount_paid_off_stripe, 3_100);
  const { body: voided } = await school.post(`/v1/invoices/${third}/void`);
  assert.equal(voided.status, 'void');
  const { body: payments } = await school.get(`/v1/invoice_payments?invoice=${third}&expand[]=data.payment.payment_intent`);
  assert.equal(payments.data[0].payment.payment_intent.status, 'canceled');
  assert.equal((await school.post(`/v1/invoices/${third}/pay`)).status, 400);
});

test('what cannot be is refused', async () => {
  const school = emulator.newAccount();
  const { subscription, customer, item } = await subscribed(school);
  const update = async (fields) => (await school.post(`/v1/subscriptions/${subscription.id}`, fields)).body.error;
  const dollars = await price(school, 100, 'month', { currency: 'usd' });

  assert.equal((await update({ items: [{ id: 'si_missing', quantity: 2 }] })).param, 'items[0][id]');
  assert.equal((await update({ items: [{ id: item.id, price: 'price_missing' }] })).param, 'items[0][price]');
  assert.equal((await update({ items: [{ id: item.id, price: dollars.id }] })).param, 'items');
  assert.equal((await update({ items: [{ id: item.id, deleted: true }] })).param, 'items');
  assert.equal((await update({ default_payment_method: 'pm_missing' })).code, 'resource_missing');
  assert.equal((await update({ items: [{ id: item.id, quantity: 2 }], proration_date: START - DAY })).param, 'proration_date');
  assert.equal((await update({ pause_collection: { behavior: 'void' } })).code, 'parameter_unknown');
  assert.equal((await school.post('/v1/subscriptions', { customer: customer.id })).body.error.param, 'items');
  assert.equal((await school.get('/v1/subscriptions/sub_missing')).status, 404);
});
