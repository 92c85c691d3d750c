// Objects have the fields that Stripe's own client says they have: none missing, none more, and null only where it may be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from './support.js';
import { differences } from './stripe-types.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

/** Everything that billing makes, at once: a discounted and taxed subscription, upgraded in the middle of its period. */
async function billed(school) {
  const { body: clock } = await school.post('/v1/test_helpers/test_clocks', { frozen_time: Date.UTC(2027, 0, 1) / 1_000 });
  const { body: coupon } = await school.post('/v1/coupons', { percent_off: 10, duration: 'repeating', duration_in_months: 3 });
  const { body: code } = await school.post('/v1/promotion_codes', { promotion: { type: 'coupon', coupon: coupon.id } });
  const { body: customer } = await school.post('/v1/customers', { email: 'a@school.test', test_clock: clock.id, address: { country: 'DE' } });
  const session = await school.createSession({
    mode: 'subscription',
    customer: customer.id,
    automatic_tax: { enabled: true },
    discounts: [{ promotion_code: code.id }],
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 2_000, tax_behavior: 'exclusive', recurring: { interval: 'month' }, product_data: { name: 'Plan' } } }],
  });
  assert.equal((await school.submitCheckout(session)).status, 303);
  const { body: done } = await school.get(`/v1/checkout/sessions/${session.id}?expand[]=line_items.data.taxes&expand[]=line_items.data.discounts`);
  await school.post(`/v1/subscriptions/${done.subscription}`, { items: [{ id: await itemOf(school, done.subscription), quantity: 2 }] });
  return { clock, code, coupon, customer, session: done };
}

const itemOf = async (school, id) => (await school.get(`/v1/subscriptions/${id}`)).body.items.data[0].id;

test('what billing makes', async () => {
  const school = emulator.newAccount();
  const { clock, code, coupon, customer, session } = await billed(school);
  const { body: subscription } = await school.get(`/v1/subscriptions/${session.subscription}?expand[]=discounts`);
  const { body: invoice } = await school.get(`/v1/invoices/${session.invoice}?expand[]=payments`);
  const { body: preview } = await school.post('/v1/invoices/create_preview', { subscription: session.subscription });
  const { body: { data: [pending] } } = await school.get(`/v1/invoiceitems?customer=${customer.id}`);
  const { body: portal } = await school.post('/v1/billing_portal/sessions', { customer: customer.id });
  const { body: method } = await school.get(`/v1/payment_methods/${subscription.default_payment_method}`);
  const { body: charge } = await school.get('/v1/charges?limit=1');
  const [line] = session.line_items.data;

  assert.deepEqual([
    differences(clock, 'TestHelpers/TestClocks', 'TestClock'),
    differences(coupon, 'Coupons', 'Coupon'),
    differences(code, 'PromotionCodes', 'PromotionCode'),
    differences(subscription.discounts[0], 'Discounts', 'Discount'),
    differences(subscription, 'Subscriptions', 'Subscription'),
    differences(subscription.items.data[0], 'SubscriptionItems', 'SubscriptionItem'),
    differences(subscription.items.data[0].plan, 'Plans', 'Plan'),
    differences(subscription.items.data[0].price, 'Prices', 'Price'),
    differences(invoice, 'Invoices', 'Invoice'),
    differences(invoice.lines.data[0], 'InvoiceLineItems', 'InvoiceLineItem'),
    differences(invoice.payments.data[0], 'InvoicePayments', 'InvoicePayment'),
    differences(preview, 'Invoices', 'Invoice'),
    ...preview.lines.data.map((one) => differences(one, 'InvoiceLineItems', 'InvoiceLineItem')),
    differences(pending, 'InvoiceItems', 'InvoiceItem'),
    differences(session, 'Checkout/Sessions', 'Session'),
    differences(line, 'LineItems', 'LineItem'),
    differences(line.taxes[0].rate, 'TaxRates', 'TaxRate'),
    differences(portal, 'BillingPortal/Sessions', 'Session'),
    differences(customer, 'Customers', 'Customer'),
    differences(method, 'PaymentMethods', 'PaymentMethod'),
    differences(charge.data[0], 'Charges', 'Charge'),
  ].flat(), []);
});

test('what is paid to instructors, and what is taken back', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  await school.paidCharge();
  await school.post('/v1/transfers', { amount: 1_000, currency: 'usd', destination: account.id });
  const { body: payout } = await school.post('/v1/payouts', { amount: 500, currency: 'usd' }, { 'Stripe-Account': account.id });
  await school.submitCheckout(await school.createSession(), { card_number: '4000000000000259' });
  const { body: { data: [dispute] } } = await school.get('/v1/disputes');

  assert.deepEqual([
    differences(account.external_accounts.data[0], 'BankAccounts', 'BankAccount'),
    differences(account.requirements, 'Accounts', 'Requirements'),
    differences(payout, 'Payouts', 'Payout'),
    differences(dispute, 'Disputes', 'Dispute'),
  ].flat(), []);
});

test('a difference is seen', async () => {
  const school = emulator.newAccount();
  const { body: coupon } = await school.post('/v1/coupons', { percent_off: 10 });
  const { name: _name, ...nameless } = coupon;

  assert.deepEqual(differences({ ...nameless, colour: 'red', valid: null }, 'Coupons', 'Coupon').sort(), [
    'Coupon.colour is unknown', 'Coupon.name is missing', 'Coupon.valid is null',
  ]);
});

test('the older objects', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();
  const { body: refund } = await school.post('/v1/refunds', { charge: charge.id, amount: 100 });
  const { body: intent } = await school.get(`/v1/payment_intents/${charge.payment_intent}`);
  const { body: transaction } = await school.get(`/v1/balance_transactions/${charge.balance_transaction}`);
  const account = await school.onboardedAccount();
  const { body: transfer } = await school.post('/v1/transfers', { amount: 1_000, currency: 'usd', destination: account.id });
  const { body: reversal } = await school.post(`/v1/transfers/${transfer.id}/reversals`, { amount: 100 });
  const { body: product } = await school.post('/v1/products', { name: 'A course' });
  const { body: endpoint } = await school.post('/v1/webhook_endpoints', { url: 'http://127.0.0.1:1/', enabled_events: ['*'] });
  const { body: { data: [event] } } = await school.get('/v1/events?limit=1');
  const { body: balance } = await school.get('/v1/balance');

  assert.deepEqual([
    differences(refund, 'Refunds', 'Refund'),
    differences(intent, 'PaymentIntents', 'PaymentIntent'),
    differences(transaction, 'BalanceTransactions', 'BalanceTransaction'),
    differences(account, 'Accounts', 'Account'),
    differences(transfer, 'Transfers', 'Transfer'),
    differences(reversal, 'TransferReversals', 'TransferReversal'),
    differences(product, 'Products', 'Product'),
    differences(endpoint, 'WebhookEndpoints', 'WebhookEndpoint'),
    differences(balance, 'Balance', 'Balance'),
    differences(event, 'Events', 'EventBase'),
  ].flat(), []);
});
