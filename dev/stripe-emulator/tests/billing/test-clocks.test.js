import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { at, DAY, END_OF_JANUARY, HOUR, subscribedByCheckout, typesSince } from './billing-support.js';
import { eventually, Receiver, RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a clock advances in the background, and says when it has arrived', async () => {
  const school = emulator.newAccount();
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: END_OF_JANUARY });
  assert.equal(clock.status, 'ready');

  const { body: advancing } = await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: END_OF_JANUARY + DAY });

  assert.equal(advancing.status, 'advancing');
  assert.equal(advancing.status_details.advancing.target_frozen_time, END_OF_JANUARY + DAY);
  await eventually(async () => (await school.eventTypes()).at(-1) === 'test_helpers.test_clock.ready');
  assert.equal((await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).body.frozen_time, END_OF_JANUARY + DAY);
  assert.equal((await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: END_OF_JANUARY })).body.error.param, 'frozen_time');
  assert.equal((await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: END_OF_JANUARY + 800 * DAY })).status, 400);
  assert.equal((await school.get('/v1/test_helpers/test_clocks')).body.data.length, 1);
});

test('a month later the subscription is renewed, and an hour after that it is paid', async () => {
  const school = emulator.newAccount();
  const { clock, subscription, invoices } = await subscribedByCheckout(school);
  const first = await subscription();
  assert.equal(first.created, END_OF_JANUARY);
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

  await school.advance(clock, END_OF_JANUARY + 11 * DAY);
  const { body: { data: [warning] } } = await school.get('/v1/events?type=customer.subscription.trial_will_end');
  assert.equal(warning.created, END_OF_JANUARY + 11 * DAY);
  await school.advance(clock, END_OF_JANUARY + 14 * DAY + HOUR);

  const active = await subscription();
  assert.equal(active.status, 'active');
  assert.equal(active.items.data[0].current_period_start, END_OF_JANUARY + 14 * DAY);
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

  await school.advance(clock, END_OF_JANUARY + 7 * DAY);

  assert.equal((await subscription()).status, 'canceled');
});

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

test('a clock that meets something it cannot do says so, and the emulator stays up', async (t) => {
  const own = await RunningEmulator.start();
  t.after(() => own.dispose());
  const school = own.newAccount();
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: END_OF_JANUARY });
  await own.stop();
  const task = { id: 'task_broken', kind: 'nonsense', due_at: (END_OF_JANUARY + HOUR) * 1_000, test_clock: clock.id };
  fs.appendFileSync(path.join(own.directory, 'stripe.jsonl'), `${JSON.stringify([[school.key, 'tasks', task.id, task]])}\n`);
  await own.restart();

  await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: END_OF_JANUARY + DAY });

  await eventually(async () => (await school.get(`/v1/test_helpers/test_clocks/${clock.id}`)).body.status === 'internal_failure');
  assert.equal((await school.eventTypes()).at(-1), 'test_helpers.test_clock.internal_failure');
  assert.equal((await school.post(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: END_OF_JANUARY + DAY })).status, 400);
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
