import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, invoicesOf, NEW_YEAR, priceOf, subscribed } from './billing-support.js';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a preview shows what a change would cost, and keeps nothing', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, NEW_YEAR + 10 * DAY);
  const dearer = await priceOf(school, 6_200);
  const preview = async (fields) => (await school.post('/v1/invoices/create_preview', { subscription: subscription.id, ...fields })).body;
  const items = [{ id: item.id, price: dearer.id }];

  const next = await preview({});
  const upgraded = await preview({ subscription_details: { items, proration_behavior: 'always_invoice', proration_date: NEW_YEAR + 10 * DAY } });
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

test('what is too small to charge waits for the next invoice', async () => {
  const school = emulator.newAccount();
  const { subscription, clock, customer, item } = await subscribed(school, 30);
  assert.equal(subscription.status, 'active');
  const [small] = await invoicesOf(school, subscription);
  assert.deepEqual([small.status, small.total, small.amount_due, small.ending_balance], ['paid', 30, 0, 30]);
  assert.equal((await school.get(`/v1/customers/${customer.id}`)).body.balance, 30);

  await school.advance(clock, item.current_period_end + 3_600);

  const [next] = await invoicesOf(school, subscription);
  assert.deepEqual([next.status, next.starting_balance, next.amount_paid, next.ending_balance], ['paid', 30, 60, 0]);
});
