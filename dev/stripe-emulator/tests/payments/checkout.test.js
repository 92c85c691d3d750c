import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a paid session leads to the success page, a charge and its fee', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession({ metadata: { order: '7' }, payment_intent_data: { transfer_group: 'order-7', metadata: { order: '7' } } });
  assert.equal(session.status, 'open');
  assert.equal(session.payment_intent, null);

  const answer = await school.submitCheckout(session);

  assert.equal(answer.status, 303);
  assert.equal(answer.location, `https://school.test/paid?session=${session.id}`);
  const { body: paid } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent.latest_charge.balance_transaction&expand[]=line_items`);
  assert.equal(paid.status, 'complete');
  assert.equal(paid.payment_status, 'paid');
  assert.equal(paid.line_items.data[0].description, 'A course');
  const charge = paid.payment_intent.latest_charge;
  assert.equal(charge.transfer_group, 'order-7');
  assert.deepEqual(charge.metadata, { order: '7' });
  assert.equal(charge.balance_transaction.fee, 175);
  assert.equal(charge.balance_transaction.net, 4_825);
  assert.equal((await school.get('/v1/balance')).body.available[0].amount, 4_825);
  assert.deepEqual(await school.eventTypes(), [
    'payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated', 'checkout.session.completed',
  ]);
});

test('the balance transaction comes with charge.updated, not with charge.succeeded', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();

  const { body } = await school.get('/v1/events?types[]=charge.succeeded&types[]=charge.updated');

  const [updated, succeeded] = body.data;
  assert.equal(succeeded.data.object.balance_transaction, null);
  assert.equal(updated.data.object.balance_transaction, charge.balance_transaction);
  assert.deepEqual(updated.data.previous_attributes, { balance_transaction: null });
});

test('a declined card leaves the session open for another try', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession();

  const declined = await school.submitCheckout(session, { card_number: '4000 0000 0000 0002' });
  assert.equal(declined.status, 402);
  assert.match(declined.html, /Your card was declined/);
  const insufficient = await school.submitCheckout(session, { card_number: '4000000000009995' });
  assert.equal(insufficient.status, 402);
  assert.match(insufficient.html, /insufficient funds/);

  const { body: open } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent`);
  assert.equal(open.status, 'open');
  assert.equal(open.payment_intent.status, 'requires_payment_method');
  assert.equal(open.payment_intent.last_payment_error.decline_code, 'insufficient_funds');
  assert.equal((await school.eventTypes()).filter((type) => type === 'payment_intent.payment_failed').length, 2);

  assert.equal((await school.submitCheckout(session)).status, 303);
  const { body: intents } = await school.get('/v1/payment_intents');
  assert.equal(intents.data.length, 1);
  assert.equal(intents.data[0].last_payment_error, null);
});

test('a wrongly filled form is no attempt to pay', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession();

  for (const fields of [{ email: '' }, { card_number: '4242424242424241' }, { card_expiry: '01/20' }, { card_cvc: '' }, { payment_method: 'cash' }]) {
    assert.equal((await school.submitCheckout(session, fields)).status, 400);
  }

  assert.deepEqual(await school.eventTypes(), []);
});

test('a session is paid once, also when two try at the same time', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession();

  const answers = await Promise.all([1, 2, 3, 4].map(() => school.submitCheckout(session)));

  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409, 409]);
  assert.equal((await fetch(session.url)).status, 409);
  assert.equal((await school.get('/v1/charges')).body.data.length, 1);
});

test('an expired session cannot be paid', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession();

  const { body: expired } = await school.post(`/v1/checkout/sessions/${session.id}/expire`);

  assert.equal(expired.status, 'expired');
  assert.equal((await school.submitCheckout(session)).status, 410);
  assert.deepEqual(await school.eventTypes(), ['checkout.session.expired']);
  assert.equal((await school.post(`/v1/checkout/sessions/${session.id}/expire`)).status, 400);
});

for (const [outcome, paymentStatus, event] of [
  ['succeeded', 'paid', 'checkout.session.async_payment_succeeded'],
  ['failed', 'unpaid', 'checkout.session.async_payment_failed'],
]) {
  test(`a delayed payment that ${outcome} is told later`, async () => {
    const school = emulator.newAccount();
    const session = await school.createSession();
    assert.equal((await school.submitCheckout(session, { payment_method: 'sepa_debit' })).status, 303);
    const { body: waiting } = await school.get(`/v1/checkout/sessions/${session.id}`);
    assert.equal(waiting.status, 'complete');
    assert.equal(waiting.payment_status, 'unpaid');
    assert.ok(!(await school.eventTypes()).includes('charge.succeeded'));

    await school.control('POST', `/checkout/sessions/${session.id}/settle`, { outcome });

    const { body: settled } = await school.get(`/v1/checkout/sessions/${session.id}`);
    assert.equal(settled.payment_status, paymentStatus);
    assert.equal((await school.eventTypes()).at(-1), event);
    assert.equal((await school.control('POST', `/checkout/sessions/${session.id}/settle`, { outcome })).status, 400);
  });
}

test('a delayed payment settles by itself in time', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { delayed_settlement_after_ms: 50 });
  const session = await school.createSession();

  await school.submitCheckout(session, { payment_method: 'sepa_debit', iban: 'AT86 1904 3002 3547 3202' });

  await eventually(async () => (await school.eventTypes()).includes('checkout.session.async_payment_failed'));
});

test('an order without cost is completed without a payment', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession({
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 0, product_data: { name: 'Free' } } }],
  });

  assert.equal((await school.submitCheckout(session)).status, 303);

  const { body } = await school.get(`/v1/checkout/sessions/${session.id}`);
  assert.equal(body.payment_status, 'no_payment_required');
  assert.equal(body.payment_intent, null);
});

test('the page shows what is sold, with markup disarmed', async () => {
  const school = emulator.newAccount();
  const session = await school.createSession({
    line_items: [{ quantity: 2, price_data: { currency: 'jpy', unit_amount: 500, product_data: { name: '<script>alert(1)</script>' } } }],
  });

  const html = await (await fetch(session.url)).text();

  assert.match(html, /¥1000/);
  assert.match(html, /&lt;script&gt;/);
  assert.ok(!html.includes('<script>'));
});

test('amounts, expiry and unknown parameters are refused as Stripe refuses them', async () => {
  const school = emulator.newAccount();
  const create = async (overrides) => (await school.post('/v1/checkout/sessions', {
    mode: 'payment',
    success_url: 'https://school.test/',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 5_000, product_data: { name: 'A course' } } }],
    ...overrides,
  })).body.error;
  const item = (fields) => [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 5_000, product_data: { name: 'x' }, ...fields } }];

  assert.equal((await create({ line_items: item({ unit_amount: 49 }) })).code, 'amount_too_small');
  assert.equal((await create({ line_items: item({ unit_amount: '4.5' }) })).code, 'parameter_invalid_integer');
  assert.equal((await create({ line_items: item({ unit_amount: '4.5' }) })).param, 'line_items[0][price_data][unit_amount]');
  assert.equal((await create({ line_items: item({ price: 1 }) })).param, 'line_items[0][price_data][price]');
  assert.equal((await create({ colour: 'red' })).code, 'parameter_unknown');
  assert.equal((await create({ success_url: 'nowhere' })).code, 'url_invalid');
  assert.equal((await create({ expires_at: Math.floor(Date.now() / 1_000) + 60 })).param, 'expires_at');
  assert.equal((await create({ customer: 'cus_missing' })).code, 'resource_missing');
});
