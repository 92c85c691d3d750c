import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, breakCard, DAY, END_OF_JANUARY, HOUR, subscribedByCheckout, typesSince } from './billing-support.js';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a card that was only good for saving makes the first payment after a trial fail', async () => {
  const school = emulator.newAccount();
  const { clock, subscription } = await subscribedByCheckout(school, {
    session: { subscription_data: { trial_period_days: 7 } }, card: { card_number: '4000 0000 0000 0341' },
  });

  await school.advance(clock, END_OF_JANUARY + 7 * DAY + HOUR);

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

test('a subscription that is canceled is not collected for any more', async () => {
  const school = emulator.newAccount();
  const { clock, customer, subscription, invoices } = await subscribedByCheckout(school);
  await breakCard(school, customer, await subscription());
  await school.advance(clock, at(2, 28) + HOUR);

  await school.delete(`/v1/subscriptions/${(await subscription()).id}`);
  await school.advance(clock, at(3, 30));

  const [owed] = await invoices();
  assert.equal(owed.status, 'open');
  assert.equal(owed.attempt_count, 1);
  assert.equal(owed.next_payment_attempt, null);
});

test('a renewal by direct debit is one attempt, which the bank may refuse', async () => {
  const school = emulator.newAccount();
  const { clock, subscription, invoices } = await subscribedByCheckout(school, { card: { payment_method: 'sepa_debit' } });
  const [first] = await invoices();
  assert.equal((await school.control('POST', `/invoices/${first.id}/settle`, { outcome: 'succeeded' })).body.status, 'paid');
  assert.equal((await school.get('/v1/checkout/sessions')).body.data[0].payment_status, 'paid');
  await school.advance(clock, at(2, 28) + HOUR);
  const [waiting] = await invoices();
  assert.equal(waiting.status, 'open');
  assert.equal((await subscription()).status, 'active');

  // What a bank is about to pay is not charged a second time, not even by hand.
  const card = new URLSearchParams({ card_number: '4242424242424242', card_expiry: '12 / 40', card_cvc: '123' });
  await fetch(waiting.hosted_invoice_url, { method: 'POST', redirect: 'manual', body: card });
  assert.equal((await school.post(`/v1/invoices/${waiting.id}/pay`)).body.error.code, 'payment_intent_unexpected_state');
  assert.equal((await school.get('/v1/charges')).body.data.length, 2);

  await school.control('POST', `/invoices/${waiting.id}/settle`, { outcome: 'failed' });

  const [refused] = await invoices();
  assert.equal(refused.attempt_count, 1);
  assert.equal(refused.next_payment_attempt, at(2, 28) + HOUR + 3 * DAY);
  assert.equal((await subscription()).status, 'past_due');
  assert.equal((await school.control('POST', `/invoices/${waiting.id}/settle`, { outcome: 'failed' })).status, 400);
});
