// Stripe's own client for Node, on what the emulator bills; stripe-client.test.js has the rest.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { eventually, RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const HOUR = 3_600;
const START = Date.UTC(2027, 0, 1) / 1_000;
const FEBRUARY = Date.UTC(2027, 1, 1) / 1_000;

function open() {
  const school = emulator.newAccount();
  return { school, stripe: new Stripe(school.key, { protocol: 'http', host: '127.0.0.1', port: emulator.port, maxNetworkRetries: 0, telemetry: false }) };
}

async function advance(stripe, clock, time) {
  const advancing = await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: time });
  assert.equal(advancing.status, 'advancing');
  await eventually(async () => (await stripe.testHelpers.testClocks.retrieve(clock.id)).status === 'ready');
}

/** A member who subscribed through Checkout, on a clock that stands at 1 January 2027. */
async function member({ school, stripe }, session = {}) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START, name: 'A member' });
  const customer = await stripe.customers.create({ email: 'member@school.test', test_clock: clock.id, address: { country: 'DE' } });
  const created = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    success_url: 'https://school.test/welcome',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 3_100, recurring: { interval: 'month' }, product_data: { name: 'Membership' } } }],
    subscription_data: { metadata: { school: 'weaving' } },
    ...session,
  });
  assert.equal((await school.submitCheckout(created)).status, 303);
  const done = await stripe.checkout.sessions.retrieve(created.id, { expand: ['subscription'] });
  return { clock, customer, session: done, subscription: done.subscription };
}

test('a membership is sold, and its invoice leads to its payment and back', async () => {
  const account = open();
  const { stripe } = account;
  const { session, subscription } = await member(account);
  assert.equal(session.payment_status, 'paid');
  assert.equal(subscription.status, 'active');
  assert.deepEqual(subscription.metadata, { school: 'weaving' });

  const invoice = await stripe.invoices.retrieve(session.invoice, { expand: ['payments.data.payment.payment_intent', 'parent.subscription_details.subscription'] });
  assert.equal(invoice.parent.subscription_details.subscription.id, subscription.id);
  const intent = invoice.payments.data[0].payment.payment_intent;
  assert.equal(intent.amount_received, 3_100);
  const payments = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent.id } });
  assert.equal(payments.data[0].invoice, invoice.id);
  assert.equal((await stripe.invoicePayments.retrieve(payments.data[0].id)).status, 'paid');
  const items = await stripe.subscriptionItems.list({ subscription: subscription.id });
  assert.equal(items.data[0].current_period_end, FEBRUARY);
  assert.equal((await stripe.subscriptionItems.retrieve(items.data[0].id)).id, items.data[0].id);
  const lines = await stripe.invoices.listLineItems(invoice.id);
  assert.equal(lines.data[0].pricing.price_details.price, items.data[0].price.id);
});

test('a year of renewals, through the client\'s lists', async () => {
  const account = open();
  const { stripe } = account;
  const { clock, customer, subscription } = await member(account);

  await advance(stripe, clock, FEBRUARY + HOUR);
  await advance(stripe, clock, Date.UTC(2027, 2, 1) / 1_000 + HOUR);

  const invoices = await stripe.invoices.list({ subscription: subscription.id, limit: 1 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(invoices.map(({ status, billing_reason: reason }) => [status, reason]), [
    ['paid', 'subscription_cycle'], ['paid', 'subscription_cycle'], ['paid', 'subscription_create'],
  ]);
  assert.equal((await stripe.subscriptions.list({ test_clock: clock.id })).data.length, 1);
  assert.equal((await stripe.customers.retrieve(customer.id, { expand: ['subscriptions'] })).subscriptions.data[0].id, subscription.id);
  assert.deepEqual((await stripe.testHelpers.testClocks.list()).data.map(({ id }) => id), [clock.id]);
  assert.equal((await stripe.testHelpers.testClocks.del(clock.id)).deleted, true);
  assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'canceled');
});

test('a renewal fails, is tried again, and is paid by hand', async () => {
  const account = open();
  const { stripe } = account;
  const { clock, customer, subscription } = await member(account);
  const broken = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
  await stripe.subscriptions.update(subscription.id, { default_payment_method: broken.id });
  await advance(stripe, clock, FEBRUARY + HOUR);
  assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'past_due');
  const [failed] = (await stripe.invoices.list({ customer: customer.id, status: 'open' })).data;

  await assert.rejects(stripe.invoices.pay(failed.id), { type: 'StripeCardError', code: 'card_declined', statusCode: 402 });
  assert.equal((await stripe.invoices.retrieve(failed.id)).attempt_count, 2);
  const good = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
  assert.equal((await stripe.invoices.pay(failed.id, { payment_method: good.id })).status, 'paid');

  assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'active');
  assert.deepEqual((await stripe.customers.listPaymentMethods(customer.id)).data.map(({ card }) => card.brand), ['mastercard', 'visa', 'visa']);
  assert.equal((await stripe.paymentMethods.detach(broken.id)).customer, null);
  assert.equal((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data.length, 2);
});

test('an upgrade is previewed, made and invoiced', async () => {
  const account = open();
  const { stripe } = account;
  const { clock, subscription } = await member(account);
  await advance(stripe, clock, START + 10 * 24 * HOUR);
  const gold = await stripe.prices.create({ currency: 'eur', unit_amount: 6_200, recurring: { interval: 'month' }, product_data: { name: 'Gold' } });
  const items = [{ id: subscription.items.data[0].id, price: gold.id }];

  const preview = await stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: { items, proration_behavior: 'always_invoice' } });
  assert.equal(preview.total, 2_100);
  assert.ok(preview.lines.data.every((line) => line.parent.subscription_item_details.proration));
  const upgraded = await stripe.subscriptions.update(subscription.id, { items, proration_behavior: 'always_invoice' }, { idempotencyKey: 'upgrade' });
  const again = await stripe.subscriptions.update(subscription.id, { items, proration_behavior: 'always_invoice' }, { idempotencyKey: 'upgrade' });

  assert.equal(again.latest_invoice, upgraded.latest_invoice);
  assert.equal((await stripe.invoices.retrieve(upgraded.latest_invoice)).amount_paid, preview.amount_due);
  const prorations = await stripe.invoiceItems.list({ invoice: upgraded.latest_invoice });
  assert.deepEqual(prorations.data.map(({ amount, proration }) => [amount, proration]), [[4_200, true], [-2_100, true]]);
  assert.equal((await stripe.invoiceItems.retrieve(prorations.data[0].id)).invoice, upgraded.latest_invoice);
  await assert.rejects(stripe.invoiceItems.del(prorations.data[0].id), { code: 'invoice_not_editable' });
});

test('a subscription is made, canceled and not found', async () => {
  const { stripe } = open();
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const price = await stripe.prices.create({ currency: 'jpy', unit_amount: 980, recurring: { interval: 'year' }, product_data: { name: 'Year' } });
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], expand: ['latest_invoice'] });
  assert.equal(subscription.latest_invoice.amount_paid, 980);

  const unpaid = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], payment_behavior: 'default_incomplete' });
  assert.equal((await stripe.invoices.voidInvoice(unpaid.latest_invoice)).status, 'void');
  assert.equal((await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })).cancel_at_period_end, true);
  assert.equal((await stripe.subscriptions.cancel(subscription.id, { prorate: false })).status, 'canceled');
  await assert.rejects(stripe.subscriptions.retrieve('sub_nobody'), { code: 'resource_missing', statusCode: 404 });
  await assert.rejects(stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false }), { code: 'invalid_canceled_subscription_fields' });
});

test('the portal is opened for a customer', async () => {
  const account = open();
  const { stripe } = account;
  const { customer, subscription } = await member(account);

  const session = await stripe.billingPortal.sessions.create({ customer: customer.id, return_url: 'https://school.test/' });
  await fetch(session.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ action: 'cancel', subscription: subscription.id }) });

  assert.equal((await stripe.subscriptions.retrieve(subscription.id)).cancel_at_period_end, true);
});

test('coupons and promotion codes make it cheaper, and tax dearer', async () => {
  const account = open();
  const { stripe } = account;
  const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'forever', name: 'Half' });
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HALF' });
  const { session, subscription } = await member(account, {
    automatic_tax: { enabled: true },
    discounts: [{ promotion_code: code.id }],
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 2_000, tax_behavior: 'exclusive', recurring: { interval: 'month' }, product_data: { name: 'Membership' } } }],
  });

  assert.deepEqual(session.total_details, { amount_discount: 1_000, amount_shipping: 0, amount_tax: 190 });
  assert.equal(session.amount_total, 1_190);
  const items = await stripe.checkout.sessions.listLineItems(session.id, { expand: ['data.taxes', 'data.discounts'] });
  assert.equal((await stripe.taxRates.retrieve(items.data[0].taxes[0].rate.id)).percentage, 19);
  assert.equal((await stripe.taxRates.list({ inclusive: false })).data.length, 1);
  const expanded = await stripe.subscriptions.retrieve(subscription.id, { expand: ['discounts.source.coupon'] });
  assert.equal(expanded.discounts[0].source.coupon.id, coupon.id);
  assert.equal((await stripe.promotionCodes.list({ code: 'half' })).data[0].times_redeemed, 1);
  assert.equal((await stripe.promotionCodes.update(code.id, { active: false })).active, false);
  assert.equal((await stripe.promotionCodes.retrieve(code.id, { expand: ['promotion.coupon'] })).promotion.coupon.name, 'Half');
  assert.equal((await stripe.coupons.update(coupon.id, { name: 'A half' })).name, 'A half');
  assert.equal((await stripe.coupons.retrieve(coupon.id)).times_redeemed, 1);
  assert.equal((await stripe.coupons.list()).data.length, 1);
  assert.equal((await stripe.coupons.del(coupon.id)).deleted, true);
});

test('instructors are verified and paid out, and disputes answered', async () => {
  const { school, stripe } = open();
  const connected = await stripe.accounts.create({
    type: 'custom', country: 'US', business_type: 'individual', capabilities: { transfers: { requested: true } },
    individual: { id_number: '111111111' }, tos_acceptance: { date: START, ip: '127.0.0.1' }, settings: { payouts: { schedule: { interval: 'manual' } } },
  });
  assert.deepEqual(connected.requirements.currently_due, ['external_account', 'individual.id_number']);
  const bank = await stripe.accounts.createExternalAccount(connected.id, { external_account: 'btok_us_verified' });
  assert.equal((await stripe.accounts.listExternalAccounts(connected.id)).data[0].id, bank.id);
  const verified = await stripe.accounts.update(connected.id, { individual: { id_number: '222222222' } });
  assert.equal(verified.payouts_enabled, true);

  await school.submitCheckout(await school.createSession(), { card_number: '4000000000000259' });
  const [dispute] = (await stripe.disputes.list()).data;
  assert.equal((await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true })).status, 'won');
  await assert.rejects(stripe.disputes.close(dispute.id), { type: 'StripeInvalidRequestError', code: 'dispute_already_closed' });

  await stripe.transfers.create({ amount: 2_000, currency: 'usd', destination: connected.id });
  const as = { stripeAccount: connected.id };
  const payout = await stripe.payouts.create({ amount: 1_500, currency: 'usd' }, as);
  assert.equal((await stripe.payouts.retrieve(payout.id, {}, as)).destination, bank.id);
  assert.equal((await stripe.payouts.update(payout.id, { metadata: { month: 'May' } }, as)).metadata.month, 'May');
  assert.equal((await stripe.payouts.cancel(payout.id, {}, as)).status, 'canceled');
  assert.equal((await stripe.payouts.list({ status: 'canceled' }, as)).data.length, 1);
  await assert.rejects(stripe.payouts.create({ amount: 2_001, currency: 'usd' }, as), { code: 'balance_insufficient' });
});
