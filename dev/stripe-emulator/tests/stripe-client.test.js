// Stripe's own client for Node, on the emulator: what it sends is understood, and what it is sent is what it expects.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { differences } from './stripe-types.js';
import { eventually, Receiver, RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

/** The client and, for what no client does, such as filling in the checkout page, the caller of the same account. */
function open() {
  const school = emulator.newAccount();
  return { school, stripe: new Stripe(school.key, { protocol: 'http', host: '127.0.0.1', port: emulator.port, maxNetworkRetries: 0, telemetry: false }) };
}

async function paidCharge({ school, stripe }, amount = 4_900) {
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://school.test/paid',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: amount, product_data: { name: 'A course' } } }],
    payment_intent_data: { metadata: { order: '7' } },
  });
  assert.equal((await school.submitCheckout(session)).status, 303);
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge.balance_transaction'] });
  assert.equal(paid.payment_status, 'paid');
  return paid.payment_intent.latest_charge;
}

test('a course is sold, and Stripe keeps its fee', async () => {
  const charge = await paidCharge(open());
  assert.equal(charge.amount, 4_900);
  assert.equal(charge.balance_transaction.net, charge.amount - charge.balance_transaction.fee);
  assert.deepEqual(charge.metadata, { order: '7' });
});

test('refunds are made, found and listed', async () => {
  const account = open();
  const charge = await paidCharge(account);
  const refund = await account.stripe.refunds.create({ charge: charge.id, amount: 900, reason: 'requested_by_customer', metadata: { refund: 'a' } }, { idempotencyKey: 'refund-a' });
  const again = await account.stripe.refunds.create({ charge: charge.id, amount: 900, reason: 'requested_by_customer', metadata: { refund: 'a' } }, { idempotencyKey: 'refund-a' });
  assert.equal(again.id, refund.id);
  const listed = await account.stripe.refunds.list({ charge: charge.id, limit: 100, expand: ['data.charge'] });
  assert.deepEqual(listed.data.map((one) => [one.id, one.charge.amount_refunded]), [[refund.id, 900]]);
  await assert.rejects(account.stripe.refunds.create({ charge: charge.id, amount: 4_001 }), { type: 'StripeInvalidRequestError', code: 'amount_too_large', param: 'amount' });
});

test('a dispute withdraws the money with a fee, and a won one brings both back', async () => {
  const account = open();
  const charge = await paidCharge(account);
  const { body: { id } } = await account.school.control('POST', `/charges/${charge.id}/dispute`, {});
  const dispute = await account.stripe.disputes.retrieve(id, { expand: ['charge'] });
  assert.equal(dispute.status, 'needs_response');
  assert.equal(dispute.charge.id, charge.id);
  assert.deepEqual(dispute.balance_transactions.map((one) => one.amount), [-4_900]);
  await account.school.control('POST', `/disputes/${id}/close`, { outcome: 'won' });
  const won = await account.stripe.disputes.retrieve(id);
  assert.deepEqual(won.balance_transactions.map((one) => one.amount), [-4_900, 4_900]);
  assert.equal(won.balance_transactions.reduce((sum, one) => sum + one.net, 0), 0);
});

test('an instructor is onboarded, paid, and pays back', async () => {
  const account = open();
  await paidCharge(account, 10_000);
  const connected = await account.stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } });
  const link = await account.stripe.accountLinks.create({
    account: connected.id, type: 'account_onboarding', refresh_url: 'https://school.test/refresh', return_url: 'https://school.test/return',
  });
  await fetch(link.url, { method: 'POST', redirect: 'manual' });
  assert.equal((await account.stripe.accounts.retrieve(connected.id)).payouts_enabled, true);
  const transfer = await account.stripe.transfers.create({ amount: 3_000, currency: 'eur', destination: connected.id, transfer_group: 'payout-a' });
  const found = await account.stripe.transfers.list({ transfer_group: 'payout-a' });
  assert.deepEqual(found.data.map((one) => one.id), [transfer.id]);
  const reversal = await account.stripe.transfers.createReversal(transfer.id, { amount: 1_000 });
  assert.equal(reversal.transfer, transfer.id);
  assert.equal((await account.stripe.transfers.retrieve(transfer.id)).amount_reversed, 1_000);
});

test('lists are paged through to their end, without gaps', async () => {
  const account = open();
  await Promise.all(Array.from({ length: 3 }, () => paidCharge(account)));
  const types = [];
  for await (const event of account.stripe.events.list({ limit: 2 })) types.push(event.type);
  assert.equal(types.length, 15);
  assert.equal(types.filter((type) => type === 'checkout.session.completed').length, 3);
  const transactions = await account.stripe.balanceTransactions.list({ limit: 1 }).autoPagingToArray({ limit: 100 });
  assert.equal(transactions.length, 3);
});

test('refusals are the errors the client knows', async () => {
  const { stripe } = open();
  const stranger = new Stripe('sk_live_wrong', { protocol: 'http', host: '127.0.0.1', port: emulator.port, maxNetworkRetries: 0, telemetry: false });
  await assert.rejects(stripe.charges.retrieve('ch_nobody'), { type: 'StripeInvalidRequestError', code: 'resource_missing', statusCode: 404, param: 'id' });
  await assert.rejects(stranger.balance.retrieve(), { type: 'StripeAuthenticationError', statusCode: 401 });
  await stripe.customers.create({ email: 'a@school.test' }, { idempotencyKey: 'one' });
  await assert.rejects(stripe.customers.create({ email: 'b@school.test' }, { idempotencyKey: 'one' }), { type: 'StripeIdempotencyError' });
});

test('webhooks are signed so that the client accepts them, and nothing else', async () => {
  const account = open();
  const receiver = await Receiver.start();
  try {
    const endpoint = await account.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['checkout.session.completed'] });
    await paidCharge(account);
    await eventually(() => receiver.deliveries.length === 1);
    const [{ payload, signature }] = receiver.deliveries;
    assert.equal(account.stripe.webhooks.constructEvent(payload, signature, endpoint.secret).type, 'checkout.session.completed');
    assert.throws(() => account.stripe.webhooks.constructEvent(`${payload} `, signature, endpoint.secret), { type: 'StripeSignatureVerificationError' });
  } finally {
    await receiver.stop();
  }
});

test('tax is worked out for an address before anything is sold', async () => {
  const { stripe } = open();
  const ask = (country, behavior, fields = {}) => stripe.tax.calculations.create({
    currency: 'eur',
    line_items: [{ amount: 4_900, reference: 'course', tax_behavior: behavior, ...fields }],
    customer_details: { address: { country, ...(country === 'US' && { postal_code: '94103' }) }, address_source: 'billing' },
    expand: ['line_items'],
  });

  const onTop = await ask('DE', 'exclusive');
  assert.deepEqual(
    [onTop.amount_total, onTop.tax_amount_exclusive, onTop.tax_amount_inclusive, onTop.line_items.data[0].amount_tax, onTop.line_items.data[0].reference],
    [5_831, 931, 0, 931, 'course'],
  );
  assert.deepEqual(onTop.tax_breakdown, [{
    amount: 931,
    inclusive: false,
    tax_rate_details: { country: 'DE', flat_amount: null, percentage_decimal: '19', rate_type: 'percentage', state: null, tax_type: 'vat' },
    taxability_reason: 'standard_rated',
    taxable_amount: 4_900,
  }]);
  assert.deepEqual(differences(onTop, 'Tax/Calculations', 'Calculation'), []);
  assert.deepEqual(differences(onTop.line_items.data[0], 'Tax/CalculationLineItems', 'CalculationLineItem'), []);

  const within = await ask('DE', 'inclusive');
  assert.deepEqual([within.amount_total, within.tax_amount_exclusive, within.tax_amount_inclusive], [4_900, 0, 782]);
  assert.equal((await ask('US', 'exclusive')).tax_breakdown[0].taxability_reason, 'not_collecting');
  assert.equal((await ask('DE', 'exclusive', { tax_code: 'txcd_00000000' })).tax_breakdown[0].taxability_reason, 'product_exempt');

  const { line_items: items, ...kept } = await stripe.tax.calculations.retrieve(onTop.id, { expand: ['line_items'] });
  assert.equal(kept.amount_total, 5_831);
  assert.deepEqual((await stripe.tax.calculations.listLineItems(onTop.id)).data.map(({ id }) => id), items.data.map(({ id }) => id));
});

test('tax needs to know where', async () => {
  const { stripe } = open();
  const create = (address) => stripe.tax.calculations.create({ currency: 'eur', line_items: [{ amount: 100 }], customer_details: { address, address_source: 'billing' } });
  await assert.rejects(create({ country: 'US' }), { type: 'StripeInvalidRequestError', code: 'customer_tax_location_invalid' });
  await assert.rejects(create({ country: 'CA' }), { code: 'customer_tax_location_invalid' });
  assert.equal((await create({ country: 'CA', state: 'QC' })).tax_amount_exclusive, 0);
});
