import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const HOUR = 3_600;
const START = Date.UTC(2027, 0, 1) / 1_000;
const course = (unitAmount, currency = 'eur') => ({ quantity: 1, price_data: { currency, unit_amount: unitAmount, product_data: { name: 'A course' } } });
const monthly = { quantity: 1, price_data: { currency: 'eur', unit_amount: 2_000, recurring: { interval: 'month' }, product_data: { name: 'Membership' } } };

async function coupon(school, fields) {
  const { status, body } = await school.post('/v1/coupons', fields);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const codeFor = async (school, { id }, fields = {}) => (await school.post('/v1/promotion_codes', { promotion: { type: 'coupon', coupon: id }, ...fields })).body;

test('coupons are made, renamed, listed and deleted', async () => {
  const school = emulator.newAccount();
  const made = await coupon(school, { id: 'SUMMER', percent_off: 12.5, duration: 'once', max_redemptions: 2, name: 'Summer' });
  assert.equal(made.percent_off, 12.5);
  assert.equal(made.amount_off, null);
  assert.equal(made.valid, true);

  assert.equal((await school.post('/v1/coupons', { id: 'SUMMER', percent_off: 5 })).body.error.code, 'resource_already_exists');
  assert.equal((await school.post('/v1/coupons/SUMMER', { name: 'Late summer', metadata: { a: '1' } })).body.name, 'Late summer');
  assert.equal((await school.get('/v1/coupons')).body.data.length, 1);
  assert.equal((await school.delete('/v1/coupons/SUMMER')).body.deleted, true);
  assert.equal((await school.get('/v1/coupons/SUMMER')).status, 404);
  assert.deepEqual(await school.eventTypes(), ['coupon.created', 'coupon.updated', 'coupon.deleted']);
});

test('terms that make no sense are refused', async () => {
  const school = emulator.newAccount();
  const refusal = async (fields) => (await school.post('/v1/coupons', fields)).body.error.param;

  assert.equal(await refusal({}), 'percent_off');
  assert.equal(await refusal({ percent_off: 5, amount_off: 5 }), 'percent_off');
  assert.equal(await refusal({ percent_off: 0 }), 'percent_off');
  assert.equal(await refusal({ percent_off: 101 }), 'percent_off');
  assert.equal(await refusal({ amount_off: 500 }), 'currency');
  assert.equal(await refusal({ percent_off: 5, duration: 'repeating' }), 'duration_in_months');
  assert.equal(await refusal({ percent_off: 5, redeem_by: 1 }), 'redeem_by');
});

test('a session with a coupon costs less, by item and in total', async () => {
  const school = emulator.newAccount();
  const { id } = await coupon(school, { amount_off: 1_000, currency: 'eur' });
  const session = await school.createSession({ line_items: [course(3_000), course(6_001)], discounts: [{ coupon: id }] });
  assert.equal(session.amount_subtotal, 9_001);
  assert.equal(session.total_details.amount_discount, 1_000);
  assert.equal(session.amount_total, 8_001);
  assert.deepEqual(session.discounts, [{ coupon: id, promotion_code: null }]);

  await school.submitCheckout(session);

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=line_items.data.discounts&expand[]=payment_intent&expand[]=discounts.coupon`);
  assert.equal(done.payment_intent.amount, 8_001);
  assert.deepEqual(done.line_items.data.map(({ amount_discount: amount }) => amount), [333, 667]);
  assert.equal(done.line_items.data[0].discounts[0].discount.source.coupon, id);
  assert.equal(done.discounts[0].coupon.times_redeemed, 1);
});

test('a coupon takes off only the products it is for, and only in its currency', async () => {
  const school = emulator.newAccount();
  const { body: product } = await school.post('/v1/products', { name: 'Included' });
  const { id } = await coupon(school, { percent_off: 50, applies_to: { products: [product.id] } });
  const { id: dollars } = await coupon(school, { amount_off: 100, currency: 'usd' });
  const items = [{ quantity: 1, price_data: { currency: 'jpy', unit_amount: 1_001, product: product.id } }, course(500, 'jpy')];

  const session = await school.createSession({ line_items: items, discounts: [{ coupon: id }] });

  assert.equal(session.total_details.amount_discount, 501);
  const create = (discounts, more) => school.post('/v1/checkout/sessions', { mode: 'payment', success_url: 'https://school.test/', line_items: items, discounts, ...more });
  assert.equal((await create([{ coupon: dollars }])).body.error.param, 'discounts[0][coupon]');
  assert.equal((await create([{ coupon: 'missing' }])).body.error.code, 'resource_missing');
  assert.equal((await create([{ coupon: id }], { allow_promotion_codes: true })).status, 400);
  assert.equal((await create([{ coupon: id }, { coupon: id }])).status, 400);
});

test('a coupon that is used up is no longer valid', async () => {
  const school = emulator.newAccount();
  const { id } = await coupon(school, { percent_off: 100, max_redemptions: 1 });
  const session = await school.createSession({ discounts: [{ coupon: id }] });
  assert.equal(session.payment_status, 'no_payment_required');
  await school.submitCheckout(session);

  assert.equal((await school.get(`/v1/coupons/${id}`)).body.valid, false);
  const { body } = await school.post('/v1/checkout/sessions', { mode: 'payment', success_url: 'https://school.test/', line_items: [course(500)], discounts: [{ coupon: id }] });
  assert.equal(body.error.code, 'coupon_expired');
});

test('a visitor types a promotion code, in any case', async () => {
  const school = emulator.newAccount();
  const code = await codeFor(school, await coupon(school, { percent_off: 20 }), { code: 'WELCOME', max_redemptions: 1 });
  const session = await school.createSession({ allow_promotion_codes: true });

  const wrong = await school.submitCheckout(session, { promotion_code: 'nonsense' });
  assert.equal(wrong.status, 400);
  assert.match(wrong.html, /This code is invalid/);
  const shown = await school.submitCheckout(session, { promotion_code: 'welcome', action: 'update' });
  assert.equal(shown.status, 200);
  assert.match(shown.html, /\$40\.00/);
  assert.equal((await school.submitCheckout(session, { promotion_code: 'welcome' })).status, 303);

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent&expand[]=discounts.promotion_code`);
  assert.equal(done.payment_intent.amount_received, 4_000);
  assert.equal(done.total_details.amount_discount, 1_000);
  assert.equal(done.discounts[0].promotion_code.id, code.id);
  assert.equal(done.discounts[0].promotion_code.times_redeemed, 1);
  assert.equal(done.discounts[0].promotion_code.active, false);
});

test('promotion codes are found, switched off and restricted', async () => {
  const school = emulator.newAccount();
  const half = await coupon(school, { percent_off: 50 });
  const code = await codeFor(school, half, { code: 'BIG', restrictions: { minimum_amount: 10_000, minimum_amount_currency: 'usd' } });
  assert.equal(code.promotion.coupon, half.id);
  assert.equal((await codeFor(school, half, { code: 'big' })).error.code, 'resource_already_exists');
  assert.equal((await school.get('/v1/promotion_codes?code=big')).body.data[0].id, code.id);
  const { body: expanded } = await school.get(`/v1/promotion_codes/${code.id}?expand[]=promotion.coupon`);
  assert.equal(expanded.promotion.coupon.percent_off, 50);

  const session = await school.createSession({ allow_promotion_codes: true });
  assert.equal((await school.submitCheckout(session, { promotion_code: 'BIG' })).status, 400);
  const { body: customer } = await school.post('/v1/customers', { email: 'b@school.test' });
  const personal = await codeFor(school, half, { code: 'ANNA', customer: customer.id });
  assert.equal((await school.submitCheckout(session, { promotion_code: 'ANNA' })).status, 400);
  await school.post(`/v1/promotion_codes/${personal.id}`, { active: false });
  assert.deepEqual((await school.get('/v1/promotion_codes?active=true')).body.data.map(({ id }) => id), [code.id]);
});

test('a credit is over what was paid, with a discount that is spent since', async () => {
  const school = emulator.newAccount();
  const { id } = await coupon(school, { percent_off: 50 });
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: START });
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', test_clock: clock.id });
  await school.submitCheckout(await school.createSession({ mode: 'subscription', customer: customer.id, line_items: [monthly], discounts: [{ coupon: id }] }));
  const { body: { data: [subscription] } } = await school.get(`/v1/subscriptions?customer=${customer.id}`);
  assert.ok((await school.eventTypes()).includes('customer.discount.created'));

  await school.post(`/v1/subscriptions/${subscription.id}`, { items: [{ id: subscription.items.data[0].id, quantity: 2 }], proration_behavior: 'always_invoice' });

  const { body: { data: [invoice] } } = await school.get(`/v1/invoices?customer=${customer.id}`);
  assert.deepEqual(invoice.lines.data.map(({ amount }) => amount), [-1_000, 4_000]);
});

for (const [duration, more, paid] of [
  ['once', {}, [1_000, 2_000, 2_000]],
  ['repeating', { duration_in_months: 2 }, [1_000, 1_000, 2_000]],
  ['forever', {}, [1_000, 1_000, 1_000]],
]) {
  test(`a subscription is discounted ${duration}`, async () => {
    const school = emulator.newAccount();
    const { id } = await coupon(school, { percent_off: 50, duration, ...more });
    const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: START });
    const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', test_clock: clock.id });
    const session = await school.createSession({ mode: 'subscription', customer: customer.id, line_items: [monthly], discounts: [{ coupon: id }] });
    assert.equal(session.amount_total, 1_000);
    await school.submitCheckout(session);

    await school.advance(clock, Date.UTC(2027, 1, 1) / 1_000 + HOUR);
    await school.advance(clock, Date.UTC(2027, 2, 1) / 1_000 + HOUR);

    const { body: { data: invoices } } = await school.get(`/v1/invoices?customer=${customer.id}&expand[]=data.discounts`);
    assert.deepEqual(invoices.map(({ amount_paid: amount }) => amount).reverse(), paid);
    assert.equal(invoices.at(-1).total_discount_amounts[0].amount, 1_000);
    assert.equal(invoices.at(-1).discounts[0].source.coupon, id);
    assert.equal((await school.get(`/v1/coupons/${id}`)).body.times_redeemed, 1);
    // Who has a coupon keeps it.
    await school.delete(`/v1/coupons/${id}`);
    await school.advance(clock, Date.UTC(2027, 3, 1) / 1_000 + HOUR);
    const { body: { data: [next] } } = await school.get(`/v1/invoices?customer=${customer.id}`);
    assert.equal(next.amount_paid, duration === 'forever' ? 1_000 : 2_000);
  });
}
