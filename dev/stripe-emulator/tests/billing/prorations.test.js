import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, invoicesOf, NEW_YEAR, priceOf, subscribed } from './billing-support.js';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('an upgrade notes what is owed for the rest of the period, and the next invoice has it', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock } = await subscribed(school);
  await school.advance(clock, NEW_YEAR + 10 * DAY);
  const dearer = await priceOf(school, 6_200);

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
  await school.advance(clock, NEW_YEAR + 10 * DAY);
  const dearer = await priceOf(school, 6_200);
  const update = (fields) => school.post(`/v1/subscriptions/${subscription.id}`, fields);

  await update({ items: [{ id: item.id, quantity: 2 }], proration_behavior: 'none' });
  assert.equal((await school.get(`/v1/invoiceitems?customer=${subscription.customer}`)).body.data.length, 0);
  await update({ items: [{ id: item.id, price: dearer.id, quantity: 1 }], proration_behavior: 'always_invoice' });

  const [invoice] = await invoicesOf(school, subscription);
  assert.equal(invoice.billing_reason, 'subscription_update');
  assert.equal(invoice.parent.subscription_details.subscription_proration_date, NEW_YEAR + 10 * DAY);
  // Two were priced at 31.00 each until then.
  assert.deepEqual(invoice.lines.data.map(({ amount }) => amount), [-4_200, 4_200]);
  assert.equal(invoice.status, 'paid');
  assert.equal(invoice.amount_due, 0);
});

test('a downgrade leaves the customer a credit, which the next invoice uses up', async () => {
  const school = emulator.newAccount();
  const { subscription, item, clock, customer } = await subscribed(school);
  const cheaper = await priceOf(school, 1_000);

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
  await school.advance(clock, NEW_YEAR + 10 * DAY);
  const yearly = await priceOf(school, 30_000, 'year');

  const { body: changed } = await school.post(`/v1/subscriptions/${subscription.id}`, { items: [{ id: item.id, price: yearly.id }] });

  assert.equal(changed.billing_cycle_anchor, NEW_YEAR + 10 * DAY);
  assert.equal(changed.items.data[0].current_period_end, Date.UTC(2028, 0, 11) / 1_000);
  const [invoice] = await invoicesOf(school, subscription);
  assert.deepEqual(invoice.lines.data.map(({ amount }) => amount), [-2_100, 30_000]);
  assert.equal(invoice.amount_paid, 27_900);
});
