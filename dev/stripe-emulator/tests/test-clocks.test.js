import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, Receiver, RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const HOUR = 3_600;
const DAY = 86_400;
const START = Date.UTC(2027, 0, 31, 9) / 1_000;
const at = (month, day, hour = 9) => Date.UTC(2027, month - 1, day, hour) / 1_000;

/** Somebody who subscribed through Checkout, on a clock of their own. */
async function subscribedByCheckout(school, { session: fields = {}, card = {} } = {}) {
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: START, name: 'A year' });
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', test_clock: clock.id });
  const session = await school.createSession({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1_900, recurring: { interval: 'month' }, product_data: { name: 'Membership' } } }],
    ...fields,
  });
  assert.equal((await school.submitCheckout(session, card)).status, 303);
  const subscription = async () => (await school.get(`/v1/subscriptions?customer=${customer.id}&status=all`)).body.data[0];
  const invoices = async () => (await school.get(`/v1/invoices?customer=${customer.id}`)).body.data;
  return { clock, customer, subscription, invoices };
}

/** From here on, the customer's card declines. */
async function breakCard(school, customer, { id }) {
  const { body: method } = await school.post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer: customer.id });
  assert.equal((await school.post(`/v1/subscriptions/${id}`, { default_payment_method: method.id })).body.default_payment_method, method.id);
}

const typesSince = async (school, count) => (await school.eventTypes()).slice(count);

test('a clock advances in the background, and says when it has arrived', async () => {
  const school = emulator.newAccount();
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: START });
  assert.equal(clock.status, 'ready');

  const { body: advancing } = await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: START + DAY });

  assert.equal(advancing.status, 'advancing');
  assert.equal(advancing.status_details.advancing.target_frozen_time, START + DAY);
  await eventually(async () => (await school.eventTypes()).at(-1) === 'test_helpers.test_clock.ready');
  assert.equal((await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).body.frozen_time, START + DAY);
  assert.equal((await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: START })).body.error.param, 'frozen_time');
  assert.equal((await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: START + 800 * DAY })).status, 400);
  assert.equal((await school.get('/v1/test_helpers/test_clocks')).body.data.length, 1);
});

test('a month later the subscription is renewed, and an hour after that it is paid', async () => {
  const school = emulator.newAccount();
  const { clock, subscription, invoices } = await subscribedByCheckout(school);
  const first = await subscription();
  assert.equal(first.created, START);
  // February has no 31st.
  assert.equal(first.items.data[0].current_period_end, at(2, 28));
  const earlier = (await school.eventTypes()).length;

  await school.advance(clock, at(2, 28));
  const [draft] = await invoices();
  assert.equal(draft.status, 'draft');
  assert.equal(draft.billing_reason, 'subscription_cycle');
  assert.equal(draft.automatically_finalizes_at, at(2, 28) + HOUR);
  assert.equal(draft.created, at(2, 28));
  await school.advance(clock, at(2, 28) + HOUR);

  const renewed = await subscription();
  assert.equal(renewed.items.data[0].current_period_start, at(2, 28));
  assert.equal(renewed.items.data[0].current_period_end, at(3, 31));
  assert.equal((await invoices())[0].status, 'paid');
  assert.equal((await invoices())[0].period_end, at(2, 28));
  assert.deepEqual((await invoices())[0].lines.data[0].period, { start: at(2, 28), end: at(3, 31) });
  assert.deepEqual((await typesSince(school, earlier)).filter((type) => /^(invoice|customer\.subscription)\./.test(type)), [
    'invoice.created', 'customer.subscription.updated', 'invoice.finalized', 'invoice.updated', 'invoice.updated', 'invoice.paid', 'invoice.payment_succeeded',
  ]);
  const { body: { data: [event] } } = await school.get('/v1/events?type=invoice.paid&limit=1');
  assert.equal(event.created, at(2, 28) + HOUR);
  await school.advance(clock, at(4, 1));
  assert.equal((await subscription()).items.data[0].current_period_end, at(4, 30));
});

test('a trial warns of its end and then is paid for', async () => {
  const school = emulator.newAccount();
  const { clock, subscription, invoices } = await subscribedByCheckout(school, { session: { subscription_data: { trial_period_days: 14 } } });
  assert.equal((await subscription()).status, 'trialing');

  await school.advance(clock, START + 11 * DAY);
  const { body: { data: [warning] } } = await school.get('/v1/events?type=customer.subscription.trial_will_end');
  assert.equal(warning.created, START + 11 * DAY);
  await school.advance(clock, START + 14 * DAY + HOUR);

  const active = await subscription();
  assert.equal(active.status, 'active');
  assert.equal(active.items.data[0].current_period_start, START + 14 * DAY);
  assert.deepEqual((await invoices()).map(({ amount_paid: amount }) => amount), [1_900, 0]);
});

test('a trial without a card ends, if it was to end so', async () => {
  const school = emulator.newAccount();
  const { clock, subscription } = await subscribedByCheckout(school, {
    session: {
      payment_method_collection: 'if_required',
      subscription_data: { trial_period_days: 7, trial_settings: { end_behavior: { missing_payment_method: 'cancel' } } },
    },
    card: { card_number: '' },
  });

  await school.advance(clock, START + 7 * DAY);

  assert.equal((await subscription()).status, 'canceled');
});

test('a card that was only good for saving makes the first payment after a trial fail', async () => {
  const school = emulator.newAccount();
  const { clock, subscription } = await subscribedByCheckout(school, {
    session: { subscription_data: { trial_period_days: 7 } }, card: { card_number: '4000 0000 0000 0341' },
  });

  await school.advance(clock, START + 7 * DAY + HOUR);

  assert.equal((await subscription()).status, 'past_due');
});

test('a renewal that fails is tried again, and once more in vain, until the subscription ends', async () => {
  const school = emulator.newAccount();
  const { clock, customer, subscription, invoices } = await subscribedByCheckout(school);
  await breakCard(school, customer, await subscription());
  const due = at(2, 28) + HOUR;
  const earlier = (await school.eventTypes()).length;

  await school.advance(clock, due);
  const [failed] = await invoices();
  assert.equal((await subscription()).status, 'past_due');
  assert.equal(failed.status, 'open');
  assert.equal(failed.attempt_count, 1);
  assert.equal(failed.next_payment_attempt, due + 3 * DAY);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.delinquent, true);
  await school.advance(clock, due + 8 * DAY);
  assert.equal((await invoices())[0].attempt_count, 3);
  assert.equal((await invoices())[0].next_payment_attempt, due + 15 * DAY);
  await school.advance(clock, due + 15 * DAY);

  const ended = await subscription();
  assert.equal(ended.status, 'canceled');
  assert.equal(ended.cancellation_details.reason, 'payment_failed');
  assert.equal((await invoices())[0].next_payment_attempt, null);
  const types = await typesSince(school, earlier);
  assert.equal(types.filter((type) => type === 'invoice.payment_failed').length, 4);
  assert.equal(types.filter((type) => type === 'charge.failed').length, 4);
  assert.equal(types.filter((type) => type === 'customer.subscription.deleted').length, 1);
  await school.advance(clock, at(4, 30));
  assert.equal((await invoices()).length, 2);
});

test('a retry with a better card brings the subscription back', async () => {
  const school = emulator.newAccount();
  const { clock, customer, subscription, invoices } = await subscribedByCheckout(school);
  const working = (await subscription()).default_payment_method;
  await breakCard(school, customer, await subscription());
  await school.advance(clock, at(2, 28) + HOUR);

  await school.post(`/v1/subscriptions/${(await subscription()).id}`, { default_payment_method: working });
  await school.advance(clock, at(2, 28) + HOUR + 3 * DAY);

  assert.equal((await subscription()).status, 'active');
  assert.equal((await invoices())[0].attempt_count, 2);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.delinquent, false);
  const { body: { data: [event] } } = await school.get('/v1/events?type=customer.subscription.updated&limit=1');
  assert.deepEqual(event.data.previous_attributes, { status: 'past_due' });
});

for (const [ending, status] of [['mark_unpaid', 'unpaid'], ['leave_past_due', 'past_due']]) {
  test(`a subscription whose retries are used up can be left ${status}`, async () => {
    const school = emulator.newAccount();
    await school.control('POST', '/settings', { subscription_retry_days: [1], subscription_after_retries: ending });
    const { clock, customer, subscription, invoices } = await subscribedByCheckout(school);
    await breakCard(school, customer, await subscription());
    await school.advance(clock, at(2, 28) + HOUR + DAY);
    assert.equal((await subscription()).status, status);

    await school.advance(clock, at(3, 31) + HOUR);

    const [next] = await invoices();
    // An unpaid subscription is invoiced, but nobody collects.
    assert.equal(next.status, status === 'unpaid' ? 'draft' : 'open');
    await school.post(`/v1/invoices/${next.id}/pay`, { payment_method: 'pm_card_visa' });
    assert.equal((await subscription()).status, 'active');
  });
}

test('endpoints hear at once of what a clock brings about', async (t) => {
  const school = emulator.newAccount();
  const { clock } = await subscribedByCheckout(school);
  const receiver = await Receiver.start();
  t.after(() => receiver.stop());
  await school.post('/v1/webhook_endpoints', { url: receiver.url, enabled_events: ['invoice.paid', 'test_helpers.test_clock.ready'] });

  await school.advance(clock, at(2, 28) + HOUR);

  await eventually(() => receiver.deliveries.length === 2);
  assert.deepEqual(receiver.types().sort(), ['invoice.paid', 'test_helpers.test_clock.ready']);
  assert.equal(receiver.deliveries.find(({ event }) => event.type === 'invoice.paid').event.data.object.billing_reason, 'subscription_cycle');
});

test('payments are made in real time, whatever the clock says', async () => {
  const school = emulator.newAccount();
  const { clock } = await subscribedByCheckout(school);
  await school.advance(clock, at(2, 28) + HOUR);

  const { body } = await school.get('/v1/charges');

  assert.equal(body.data.length, 2);
  assert.ok(body.data.every(({ created }) => Math.abs(created - Date.now() / 1_000) < 60));
  assert.equal((await school.get('/v1/balance')).body.available[0].amount, 2 * (1_900 - 85));
});

test('nothing of a clock can be changed while it advances', async () => {
  const school = emulator.newAccount();
  const { clock, customer, subscription } = await subscribedByCheckout(school);
  const { id } = await subscription();
  await school.control('POST', '/settings', { test_clock_step_ms: 500 });

  await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: at(3, 30) });

  const refused = await school.post(`/v1/subscriptions/${id}`, { metadata: { a: '1' } });
  assert.equal(refused.status, 429);
  assert.equal(refused.body.error.message, `Test clock advancement underway - cannot perform modifications: ${clock.id}`);
  assert.equal((await school.delete(`/v1/test_helpers/test_clocks/${clock.id}`)).status, 429);
  await eventually(async () => (await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).body.status === 'ready');
  assert.equal((await school.post(`/v1/subscriptions/${id}`, { metadata: { a: '1' } })).status, 200);
  assert.equal((await school.get('/v1/customers')).body.data.length, 0);
  assert.equal((await school.get(`/v1/customers?test_clock=${clock.id}`)).body.data[0].id, customer.id);
});

test('a clock that goes takes its customers along', async () => {
  const school = emulator.newAccount();
  const { clock, customer, subscription } = await subscribedByCheckout(school);

  const { body } = await school.delete(`/v1/test_helpers/test_clocks/${clock.id}`);

  assert.equal(body.deleted, true);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.deleted, true);
  assert.equal((await subscription()).status, 'canceled');
  assert.equal((await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).status, 404);
});

test('an advance that a kill interrupts goes on after it', async (t) => {
  const own = await RunningEmulator.start();
  t.after(() => own.dispose());
  const school = own.newAccount();
  const { clock, invoices } = await subscribedByCheckout(school);

  await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: at(3, 31) });
  await own.stop('SIGKILL');
  await own.restart();

  await eventually(async () => (await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).body.status === 'ready');
  assert.deepEqual((await invoices()).map(({ status }) => status), ['draft', 'paid', 'paid']);
});

test('without a clock, a subscription waits for its real time, over a restart as well', async (t) => {
  const own = await RunningEmulator.start();
  t.after(() => own.dispose());
  const school = own.newAccount();
  const { body: customer } = await school.post('/v1/customers', { payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const { body: price } = await school.post('/v1/prices', { currency: 'usd', unit_amount: 500, recurring: { interval: 'month' }, product_data: { name: 'Plan' } });
  const trialEnd = Math.floor(Date.now() / 1_000) + 2;
  const create = (fields) => school.post('/v1/subscriptions', { customer: customer.id, items: [{ price: price.id }], ...fields });
  const { body: monthly } = await create();
  const { body: trial } = await create({ trial_end: trialEnd });
  assert.equal(trial.status, 'trialing');

  await own.stop('SIGKILL');
  await own.restart();

  await eventually(async () => (await school.get(`/v1/subscriptions/${trial.id}`)).body.status === 'active');
  assert.equal((await school.get(`/v1/subscriptions/${monthly.id}`)).body.items.data[0].current_period_start, monthly.items.data[0].current_period_start);
  assert.equal((await school.get(`/v1/invoices?subscription=${monthly.id}`)).body.data.length, 1);
});
