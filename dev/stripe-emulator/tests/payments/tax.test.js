import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const item = (taxBehavior, fields = {}, currency = 'eur') => [{
  quantity: 1, price_data: { currency, unit_amount: 10_000, tax_behavior: taxBehavior, product_data: { name: 'A course', tax_code: 'txcd_10000000', ...fields } },
}];
const taxed = (school, overrides) => school.createSession({ automatic_tax: { enabled: true }, ...overrides });

for (const [behavior, total, tax, net] of [['exclusive', 11_900, 1_900, 10_000], ['inclusive', 10_000, 1_597, 8_403]]) {
  test(`German tax is ${behavior}`, async () => {
    const school = emulator.newAccount();
    const session = await taxed(school, { line_items: item(behavior) });
    assert.equal(session.automatic_tax.status, 'requires_location_inputs');
    assert.equal(session.total_details.amount_tax, 0);

    assert.equal((await school.submitCheckout(session)).status, 400);
    assert.equal((await school.submitCheckout(session, { country: 'de', postal_code: '10115' })).status, 303);

    const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent&expand[]=line_items.data.taxes`);
    assert.equal(done.automatic_tax.status, 'complete');
    assert.equal(done.amount_subtotal, 10_000);
    assert.equal(done.amount_total, total);
    assert.equal(done.payment_intent.amount, total);
    assert.equal(done.total_details.amount_tax, tax);
    assert.equal(done.customer_details.address.country, 'DE');
    const [line] = done.line_items.data;
    assert.equal(line.amount_tax, tax);
    assert.equal(line.amount_total, total);
    assert.equal(line.taxes[0].taxable_amount, net);
    assert.equal(line.taxes[0].taxability_reason, 'standard_rated');
    assert.equal(line.taxes[0].rate.percentage, 19);
    assert.equal(line.taxes[0].rate.inclusive, behavior === 'inclusive');
    assert.equal((await school.get(`/v1/tax_rates/${line.taxes[0].rate.id}`)).body.country, 'DE');
  });
}

for (const [country, fields, reason, tax] of [
  ['AQ', {}, 'not_collecting', 0], ['DE', { tax_code: 'txcd_00000000' }, 'product_exempt', 0], ['CH', {}, 'standard_rated', 810],
]) {
  test(`${country} ${JSON.stringify(fields)} pays ${tax}: ${reason}`, async () => {
    const school = emulator.newAccount();
    const session = await taxed(school, { line_items: item('exclusive', fields) });

    await school.submitCheckout(session, { country });

    const { body } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=line_items.data.taxes`);
    assert.equal(body.total_details.amount_tax, tax);
    assert.equal(body.line_items.data[0].taxes[0].taxability_reason, reason);
  });
}

test('tax is on what is left after the discount, in whole units where there are no others', async () => {
  const school = emulator.newAccount();
  const { body: coupon } = await school.post('/v1/coupons', { percent_off: 25 });
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', address: { country: 'JP' } });

  const session = await taxed(school, { customer: customer.id, line_items: item('exclusive', {}, 'jpy'), discounts: [{ coupon: coupon.id }] });
  const three = await taxed(school, { customer: customer.id, line_items: item('exclusive', {}, 'kwd') });

  assert.deepEqual(session.total_details, { amount_discount: 2_500, amount_shipping: 0, amount_tax: 750 });
  assert.equal(session.amount_total, 8_250);
  assert.equal(three.total_details.amount_tax, 1_000);
});

test('a customer without an address needs the session to take one', async () => {
  const school = emulator.newAccount();
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test' });
  const create = (fields) => school.post('/v1/checkout/sessions', {
    mode: 'payment', success_url: 'https://school.test/', customer: customer.id, automatic_tax: { enabled: true }, line_items: item('exclusive'), ...fields,
  });

  assert.equal((await create()).body.error.code, 'customer_tax_location_invalid');
  const { body: session } = await create({ customer_update: { address: 'auto', name: 'auto' } });
  await school.submitCheckout(session, { country: 'FR', name: 'Ada' });

  const { body: updated } = await school.get(`/v1/customers/${customer.id}`);
  assert.equal(updated.address.country, 'FR');
  assert.equal(updated.name, 'Ada');
  assert.ok((await school.eventTypes()).includes('customer.updated'));
  assert.equal((await school.get(`/v1/checkout/sessions/${session.id}`)).body.amount_total, 12_000);
});

test('a customer can be exempt', async () => {
  const school = emulator.newAccount();
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', address: { country: 'FR' }, tax_exempt: 'reverse' });

  const session = await taxed(school, { customer: customer.id, line_items: item('exclusive') });

  const { body } = await school.get(`/v1/checkout/sessions/${session.id}/line_items?expand[]=data.taxes`);
  assert.equal(body.data[0].amount_tax, 0);
  assert.equal(body.data[0].taxes[0].taxability_reason, 'reverse_charge');
});

test('a subscription is taxed with every invoice, and its preview as well', async () => {
  const school = emulator.newAccount();
  const session = await taxed(school, {
    mode: 'subscription',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1_000, tax_behavior: 'exclusive', recurring: { interval: 'month' }, product_data: { name: 'Plan' } } }],
  });
  await school.submitCheckout(session, { country: 'DE' });

  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=subscription&expand[]=invoice`);
  assert.equal(done.subscription.automatic_tax.enabled, true);
  assert.equal(done.amount_total, 1_190);
  assert.equal(done.invoice.total, 1_190);
  assert.equal(done.invoice.subtotal, 1_000);
  assert.equal(done.invoice.total_excluding_tax, 1_000);
  assert.equal(done.invoice.total_taxes[0].amount, 190);
  assert.equal(done.invoice.automatic_tax.status, 'complete');
  assert.equal(done.invoice.lines.data[0].taxes[0].taxable_amount, 1_000);
  const preview = async (fields) => (await school.post('/v1/invoices/create_preview', { subscription: done.subscription.id, ...fields })).body;
  assert.equal((await preview()).total, 1_190);
  assert.equal((await preview({ customer_details: { address: { country: 'FR' } } })).total, 1_200);
  assert.equal((await preview({ automatic_tax: { enabled: false } })).total, 1_000);
});
