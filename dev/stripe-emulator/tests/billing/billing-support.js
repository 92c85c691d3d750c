import assert from 'node:assert/strict';

export const HOUR = 3_600;
export const DAY = 86_400;

/** A recurring price. */
export async function priceOf(school, unitAmount, interval = 'month', fields = {}) {
  const { body } = await school.post('/v1/prices', { currency: 'eur', unit_amount: unitAmount, recurring: { interval }, product_data: { name: `Plan ${unitAmount}` }, ...fields });
  return body;
}

export const NEW_YEAR = Date.UTC(2027, 0, 1) / 1_000;

/** A subscription that was made over the API, on a clock that stands at 1 January 2027. */
export async function subscribed(school, unitAmount = 3_100, fields = {}) {
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: NEW_YEAR });
  const { body: customer } = await school.post('/v1/customers', {
    email: 'a@school.test', test_clock: clock.id, payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await priceOf(school, unitAmount);
  const { status, body: subscription } = await school.post('/v1/subscriptions', { customer: customer.id, items: [{ price: price.id }], ...fields });
  assert.equal(status, 200, JSON.stringify(subscription));
  return { clock, customer, subscription, item: subscription.items.data[0] };
}

export const invoicesOf = async (school, { id }) => (await school.get(`/v1/invoices?subscription=${id}`)).body.data;

export const END_OF_JANUARY = Date.UTC(2027, 0, 31, 9) / 1_000;

/** Nine o'clock on a day of 2027. */
export const at = (month, day) => Date.UTC(2027, month - 1, day, 9) / 1_000;

/** Somebody who subscribed through Checkout, on a clock that stands at nine o'clock on 31 January 2027. */
export async function subscribedByCheckout(school, { session: fields = {}, card = {} } = {}) {
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: END_OF_JANUARY, name: 'A year' });
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
export async function breakCard(school, customer, { id }) {
  const { body: method } = await school.post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer: customer.id });
  assert.equal((await school.post(`/v1/subscriptions/${id}`, { default_payment_method: method.id })).body.default_payment_method, method.id);
}

export const typesSince = async (school, count) => (await school.eventTypes()).slice(count);
