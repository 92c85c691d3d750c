import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const DAY = 86_400;
const monthly = (fields = {}) => [{
  quantity: 1, price_data: { currency: 'eur', unit_amount: 1_900, recurring: { interval: 'month' }, product_data: { name: 'Membership' }, ...fields },
}];
const subscribing = (school, overrides = {}) => school.createSession({ mode: 'subscription', line_items: monthly(), ...overrides });

test('a paid checkout begins an active subscription with a paid invoice', async () => {
  const school = emulator.newAccount();
  const session = await subscribing(school, { metadata: { order: '7' }, subscription_data: { metadata: { plan: 'gold' }, description: 'Gold' } });
  assert.equal(session.mode, 'subscription');
  assert.equal(session.payment_status, 'unpaid');
  assert.equal(session.payment_method_collection, 'always');

  assert.equal((await school.submitCheckout(session)).status, 303);

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=subscription&expand[]=customer`);
  assert.equal(done.status, 'complete');
  assert.equal(done.payment_status, 'paid');
  assert.equal(done.payment_intent, null);
  assert.equal(done.customer.email, 'student@school.test');
  const { subscription } = done;
  const { body: invoice } = await school.get(`/v1/invoices/${done.invoice}?expand[]=payments.data.payment.payment_intent`);
  assert.equal(subscription.status, 'active');
  assert.deepEqual(subscription.metadata, { plan: 'gold' });
  assert.equal(subscription.description, 'Gold');
  assert.equal(subscription.latest_invoice, invoice.id);
  const [item] = subscription.items.data;
  assert.equal(item.price.recurring.interval, 'month');
  assert.equal(item.plan.interval, 'month');
  assert.ok(item.current_period_end - item.current_period_start >= 28 * DAY);
  assert.equal(subscription.billing_cycle_anchor, item.current_period_start);
  assert.equal(invoice.status, 'paid');
  assert.equal(invoice.billing_reason, 'subscription_create');
  assert.equal(invoice.amount_paid, 1_900);
  assert.equal(invoice.number, `${done.customer.invoice_prefix}-0001`);
  assert.equal(invoice.parent.subscription_details.subscription, subscription.id);
  assert.deepEqual(invoice.parent.subscription_details.metadata, { plan: 'gold' });
  assert.equal(invoice.lines.data[0].parent.subscription_item_details.subscription_item, item.id);
  const [payment] = invoice.payments.data;
  assert.equal(payment.status, 'paid');
  assert.equal(payment.payment.payment_intent.status, 'succeeded');
  const { body: charge } = await school.get(`/v1/charges/${payment.payment.payment_intent.latest_charge}?expand[]=balance_transaction`);
  assert.equal(charge.balance_transaction.net, 1_900 - 85);
  assert.equal(subscription.default_payment_method, charge.payment_method);
});

test('it tells what happens, with what changed', async () => {
  const school = emulator.newAccount();
  await school.submitCheckout(await subscribing(school));

  const types = await school.eventTypes();
  assert.deepEqual(types, [
    'customer.created', 'payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated', 'payment_method.attached',
    'invoice.created', 'customer.subscription.created', 'customer.updated', 'invoice.finalized', 'invoice.updated', 'invoice_payment.paid',
    'invoice.updated', 'invoice.paid', 'invoice.payment_succeeded', 'customer.subscription.updated', 'checkout.session.completed',
  ]);
  const { body: { data: [created] } } = await school.get('/v1/events?type=customer.subscription.created');
  assert.equal(created.data.object.status, 'incomplete');
  const { body: { data: [updated] } } = await school.get('/v1/events?type=customer.subscription.updated');
  assert.deepEqual(updated.data.previous_attributes, { status: 'incomplete' });
  const { body: { data: [draft] } } = await school.get('/v1/events?type=invoice.created');
  assert.equal(draft.data.object.status, 'draft');
  assert.equal(draft.data.object.number, null);
  const { body: { data: [finalized] } } = await school.get('/v1/events?type=invoice.finalized');
  assert.equal(finalized.data.object.status, 'open');
  const { body: { data: [paid] } } = await school.get('/v1/events?type=invoice.paid');
  assert.equal(paid.data.object.amount_remaining, 0);
});

test('a declined card leaves the session open, and neither subscribes nor makes a second customer', async () => {
  const school = emulator.newAccount();
  const session = await subscribing(school);

  for (const number of ['4000000000000002', '4000000000009995', '4000000000000341']) {
    assert.equal((await school.submitCheckout(session, { card_number: number })).status, 402);
  }
  assert.equal((await school.get('/v1/subscriptions?status=all')).body.data.length, 0);
  assert.equal((await school.submitCheckout(session)).status, 303);

  assert.equal((await school.get('/v1/customers')).body.data.length, 1);
  assert.equal((await school.get('/v1/payment_intents')).body.data.length, 1);
  assert.equal((await school.get('/v1/subscriptions')).body.data[0].status, 'active');
});

test('a trial begins with an invoice over nothing, and keeps the card', async () => {
  const school = emulator.newAccount();
  const session = await subscribing(school, { subscription_data: { trial_period_days: 14 } });
  assert.equal(session.amount_total, 0);
  assert.equal(session.payment_status, 'no_payment_required');

  assert.equal((await school.submitCheckout(session, { card_number: '' })).status, 400);
  assert.equal((await school.submitCheckout(session, { card_number: '4000000000000002' })).status, 402);
  assert.equal((await school.submitCheckout(session)).status, 303);

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=subscription.latest_invoice`);
  const { subscription } = done;
  assert.equal(done.payment_status, 'no_payment_required');
  assert.equal(subscription.status, 'trialing');
  assert.equal(subscription.trial_end - subscription.trial_start, 14 * DAY);
  assert.equal(subscription.items.data[0].current_period_end, subscription.trial_end);
  assert.equal(subscription.billing_cycle_anchor, subscription.trial_end);
  assert.equal(subscription.latest_invoice.amount_due, 0);
  assert.equal(subscription.latest_invoice.status, 'paid');
  const { body: method } = await school.get(`/v1/payment_methods/${subscription.default_payment_method}`);
  assert.equal(method.customer, done.customer);
  assert.equal((await school.get('/v1/payment_intents')).body.data.length, 0);
  assert.ok(!(await school.eventTypes()).includes('customer.subscription.trial_will_end'));
});

test('a trial shorter than three days warns of its end at once', async () => {
  const school = emulator.newAccount();
  await school.submitCheckout(await subscribing(school, { subscription_data: { trial_period_days: 2 } }));

  const { body: { data: [event] } } = await school.get('/v1/events?type=customer.subscription.trial_will_end');
  assert.equal(event.data.object.status, 'trialing');
});

test('a trial needs no card if the session asks for none', async () => {
  const school = emulator.newAccount();
  const session = await subscribing(school, { payment_method_collection: 'if_required', subscription_data: { trial_period_days: 7 } });

  const response = await fetch(session.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ email: 'a@school.test' }) });

  assert.equal(response.status, 303);
  const { body } = await school.get('/v1/subscriptions');
  assert.equal(body.data[0].default_payment_method, null);
});

test('a direct debit subscribes at once and is paid for later', async () => {
  const school = emulator.newAccount();
  const session = await subscribing(school);
  await school.submitCheckout(session, { payment_method: 'sepa_debit' });
  const { body: waiting } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=subscription&expand[]=invoice`);
  assert.equal(waiting.payment_status, 'unpaid');
  assert.equal(waiting.subscription.status, 'active');
  assert.equal(waiting.invoice.status, 'open');

  await school.control('POST', `/checkout/sessions/${session.id}/settle`, { outcome: 'succeeded' });

  assert.equal((await school.get(`/v1/invoices/${waiting.invoice.id}`)).body.status, 'paid');
  assert.equal((await school.get(`/v1/checkout/sessions/${session.id}`)).body.payment_status, 'paid');
});

test('a direct debit that fails makes the subscription past due', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { delayed_settlement_after_ms: 50 });
  await school.submitCheckout(await subscribing(school), { payment_method: 'sepa_debit', iban: 'AT861904300235473202' });

  await eventually(async () => (await school.get('/v1/subscriptions')).body.data[0].status === 'past_due');
  assert.ok((await school.eventTypes()).includes('invoice.payment_failed'));
});

test('yearly and one-time prices are sold together, for a customer that is there', async () => {
  const school = emulator.newAccount();
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test' });
  const { body: price } = await school.post('/v1/prices', { currency: 'jpy', unit_amount: 9_000, recurring: { interval: 'year' }, product_data: { name: 'Year' } });
  const session = await subscribing(school, {
    customer: customer.id,
    line_items: [
      { price: price.id, quantity: 2 },
      { quantity: 1, price_data: { currency: 'jpy', unit_amount: 500, product_data: { name: 'Welcome book' } } },
    ],
  });
  assert.equal(session.amount_total, 18_500);

  await school.submitCheckout(session, { email: '' });

  const { body: { data: [subscription] } } = await school.get(`/v1/subscriptions?customer=${customer.id}&expand[]=data.latest_invoice`);
  assert.equal(subscription.items.data.length, 1);
  assert.equal(subscription.items.data[0].quantity, 2);
  assert.ok(subscription.items.data[0].current_period_end - subscription.items.data[0].current_period_start >= 365 * DAY);
  assert.deepEqual(subscription.latest_invoice.lines.data.map(({ amount }) => amount), [18_000, 500]);
  assert.equal(subscription.latest_invoice.lines.data[1].parent.type, 'invoice_item_details');
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.email, 'a@school.test');
});

test('an order can be invoiced as well', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession({ invoice_creation: { enabled: true } });

  await school.submitCheckout(session);

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=invoice.payments`);
  assert.equal(done.invoice.status, 'paid');
  assert.equal(done.invoice.billing_reason, 'manual');
  assert.equal(done.invoice.parent, null);
  assert.equal(done.invoice.payments.data[0].payment.payment_intent, done.payment_intent);
});

test('what belongs to the other mode is refused', async () => {
  const school = emulator.newAccount();
  const create = async (overrides) => (await school.post('/v1/checkout/sessions', {
    mode: 'subscription', success_url: 'https://school.test/', line_items: monthly(), ...overrides,
  })).body.error;

  assert.equal((await create({ mode: 'payment' })).param, 'line_items');
  assert.equal((await create({ line_items: monthly({ recurring: { interval: 'fortnight' } }) })).param, 'line_items[0][price_data][recurring][interval]');
  assert.equal((await create({ line_items: monthly({ recurring: { interval: 'year', interval_count: 4 } }) })).param, 'line_items[0][price_data][recurring][interval_count]');
  assert.equal((await create({ payment_intent_data: { transfer_group: 'x' } })).param, 'payment_intent_data');
  assert.equal((await create({ customer_creation: 'always' })).param, 'customer_creation');
  assert.equal((await create({ line_items: [...monthly(), ...monthly({ recurring: { interval: 'year' } })] })).param, 'line_items');
  assert.equal((await create({ subscription_data: { trial_end: 1 } })).param, 'trial_end');
  assert.equal((await create({ subscription_data: { trial_period_days: 1, colour: 'red' } })).code, 'parameter_unknown');
});
