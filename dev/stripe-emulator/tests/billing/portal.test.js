import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const CARD = { card_number: '4242424242424242', card_expiry: '12 / 40', card_cvc: '123' };

async function subscriber(school) {
  const session = await school.createSession({
    mode: 'subscription',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1_900, recurring: { interval: 'month' }, product_data: { name: '<b>Gold</b>' } } }],
  });
  await school.submitCheckout(session);
  return (await school.get('/v1/subscriptions')).body.data[0];
}

async function portal(school, customer, fields = {}) {
  const { status, body } = await school.post('/v1/billing_portal/sessions', { customer, return_url: 'https://school.test/account', ...fields });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function submit({ url }, fields) {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
  return { status: response.status, location: response.headers.get('location'), html: await response.text() };
}

test('the portal lets a subscription end with its period, and go on after all', async () => {
  const school = emulator.newAccount();
  const subscription = await subscriber(school);
  const session = await portal(school, subscription.customer);
  const read = async () => (await school.get(`/v1/subscriptions/${subscription.id}`)).body;

  const html = await (await fetch(session.url)).text();
  assert.match(html, /&lt;b&gt;Gold&lt;\/b&gt;/);
  assert.match(html, /https:\/\/school\.test\/account/);
  assert.match(html, /ends in 4242/);
  const canceled = await submit(session, { action: 'cancel', subscription: subscription.id });
  assert.equal(canceled.status, 303);
  assert.equal(canceled.location, session.url);
  assert.equal((await read()).cancel_at_period_end, true);
  await submit(session, { action: 'resume', subscription: subscription.id });
  assert.equal((await read()).cancel_at_period_end, false);
});

test('the portal changes the card of the customer and of what they subscribed to', async () => {
  const school = emulator.newAccount();
  const subscription = await subscriber(school);
  const session = await portal(school, subscription.customer);

  assert.equal((await submit(session, { ...CARD, action: 'payment_method', card_number: '4000000000000002' })).status, 402);
  assert.equal((await submit(session, { ...CARD, action: 'payment_method', card_cvc: '' })).status, 400);
  assert.equal((await submit(session, { ...CARD, action: 'payment_method', card_number: '4000 0000 0000 0341' })).status, 303);

  const { body: changed } = await school.get(`/v1/subscriptions/${subscription.id}?expand[]=default_payment_method`);
  assert.equal(changed.default_payment_method.card.last4, '0341');
  const { body: customer } = await school.get(`/v1/customers/${subscription.customer}`);
  assert.equal(customer.invoice_settings.default_payment_method, changed.default_payment_method.id);
});

test('a flow leads to one thing and then back', async () => {
  const school = emulator.newAccount();
  const subscription = await subscriber(school);
  const session = await portal(school, subscription.customer, {
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription: subscription.id },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://school.test/canceled' } },
    },
  });
  assert.equal(session.flow.subscription_cancel.subscription, subscription.id);

  const { location } = await submit(session, { action: 'cancel', subscription: subscription.id });

  assert.equal(location, 'https://school.test/canceled');
});

test('the portal touches nobody else\'s subscriptions', async () => {
  const school = emulator.newAccount();
  const subscription = await subscriber(school);
  const { body: stranger } = await school.post('/v1/customers', { email: 'b@school.test' });
  const session = await portal(school, stranger.id);

  assert.equal((await submit(session, { action: 'cancel', subscription: subscription.id })).status, 404);
  assert.equal((await submit(session, { action: 'explode' })).status, 400);
  assert.equal((await fetch(`${emulator.url}/p/session/bps_missing`)).status, 404);
  assert.equal((await school.post('/v1/billing_portal/sessions', { customer: 'cus_missing' })).body.error.param, 'customer');
  assert.equal((await school.post('/v1/billing_portal/sessions', {
    customer: stranger.id, flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: subscription.id } },
  })).status, 400);
});

test('an open invoice is paid on its own page', async () => {
  const school = emulator.newAccount();
  const { customer, items } = await subscriber(school);
  const { body: price } = await school.post('/v1/prices', { currency: 'eur', unit_amount: 700, recurring: { interval: 'month' }, product: items.data[0].price.product });
  const { body: incomplete } = await school.post('/v1/subscriptions', { customer, items: [{ price: price.id }], payment_behavior: 'default_incomplete' });
  const { body: invoice } = await school.get(`/v1/invoices/${incomplete.latest_invoice}`);
  assert.match(await (await fetch(invoice.hosted_invoice_url)).text(), /€7\.00/);
  const pay = (card) => submit({ url: invoice.hosted_invoice_url }, { ...CARD, ...card });

  assert.equal((await pay({ card_number: '4000000000000002' })).status, 402);
  assert.equal((await pay()).status, 303);

  assert.equal((await school.get(`/v1/subscriptions/${incomplete.id}`)).body.status, 'active');
  assert.equal((await pay()).status, 409);
});
