import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const available = async (account, headers) => (await account.get('/v1/balance', headers)).body.available[0].amount;

test('refunds never exceed the charge', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();

  const { body: partial } = await school.post('/v1/refunds', { charge: charge.id, amount: 2_000, reason: 'requested_by_customer', metadata: { order: '7' } });
  const tooMuch = await school.post('/v1/refunds', { charge: charge.id, amount: 3_001 });
  const { body: rest } = await school.post('/v1/refunds', { payment_intent: charge.payment_intent });
  const again = await school.post('/v1/refunds', { charge: charge.id });

  assert.equal(partial.status, 'succeeded');
  assert.equal(tooMuch.status, 400);
  assert.equal(tooMuch.body.error.message, 'Refund amount ($30.01) is greater than unrefunded amount on charge ($30.00)');
  assert.equal(rest.amount, 3_000);
  assert.equal(again.body.error.code, 'charge_already_refunded');
  const { body: refunded } = await school.get(`/v1/charges/${charge.id}?expand[]=refunds`);
  assert.equal(refunded.amount_refunded, 5_000);
  assert.equal(refunded.refunded, true);
  assert.deepEqual(refunded.refunds.data.map(({ amount }) => amount), [3_000, 2_000]);
  // Stripe keeps its fee.
  assert.equal(await available(school), -175);
});

test('a refund tells of itself and of its charge', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();
  const earlier = (await school.eventTypes()).length;

  await school.post('/v1/refunds', { charge: charge.id, amount: 1_000 });

  assert.deepEqual((await school.eventTypes()).slice(earlier), ['refund.created', 'charge.refunded', 'refund.updated', 'charge.refund.updated']);
});

test('a refund that the bank sends back returns the money', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();
  const { body: refund } = await school.post('/v1/refunds', { charge: charge.id });

  await school.control('POST', `/refunds/${refund.id}/fail`);

  assert.equal((await school.get(`/v1/refunds/${refund.id}`)).body.status, 'failed');
  assert.equal((await school.get(`/v1/charges/${charge.id}`)).body.amount_refunded, 0);
  assert.equal(await available(school), 4_825);
});

test('an account that does not settle in the currency of a charge converts it, and what goes back of it', async () => {
  const school = emulator.newAccount();
  const at = (rate) => school.control('POST', '/settings', { converted_currencies: { usd: { currency: 'eur', exchange_rate: rate } } });
  const ofCharge = async (id) => (await school.get(`/v1/charges/${id}?expand[]=balance_transaction`)).body;
  await at(0.9);
  const charge = await ofCharge((await school.paidCharge()).id);
  await at(0.8);
  const { body: refund } = await school.post('/v1/refunds', { charge: charge.id, amount: 1_000, expand: ['balance_transaction'] });
  await school.control('POST', `/refunds/${refund.id}/fail`);
  const { body: failed } = await school.get(`/v1/refunds/${refund.id}?expand[]=failure_balance_transaction`);
  const { body: dispute } = await school.control('POST', `/charges/${charge.id}/dispute`, {});
  await at(0.7);
  const { body: won } = await school.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'won' });

  const settled = ({ amount, currency, exchange_rate: rate, fee }) => [amount, currency, rate, fee];
  assert.deepEqual([charge.amount, charge.currency], [5_000, 'usd']);
  assert.deepEqual(settled(charge.balance_transaction), [4_500, 'eur', 0.9, 161]);
  assert.deepEqual([refund.amount, refund.currency, ...settled(refund.balance_transaction)], [1_000, 'usd', -800, 'eur', 0.8, 0]);
  assert.deepEqual(settled(failed.failure_balance_transaction), [800, 'eur', 0.8, 0]);
  assert.deepEqual(won.balance_transactions.map(settled), [[-4_000, 'eur', 0.8, 1_500], [4_000, 'eur', 0.8, -1_500]]);
  assert.equal((await school.control('POST', '/settings', { converted_currencies: { usd: 'eur' } })).status, 400);
});

test('a transfer needs a destination that can take it', async () => {
  const school = emulator.newAccount();
  await school.paidCharge();
  const { body: account } = await school.post('/v1/accounts', { type: 'express', capabilities: { transfers: { requested: true } } });
  assert.equal(account.capabilities.transfers, 'inactive');

  const inactive = await school.post('/v1/transfers', { amount: 100, currency: 'usd', destination: account.id });
  const missing = await school.post('/v1/transfers', { amount: 100, currency: 'usd', destination: 'acct_missing' });

  assert.equal(inactive.status, 400);
  assert.equal(inactive.body.error.code, 'insufficient_capabilities_for_transfer');
  assert.equal(missing.body.error.code, 'resource_missing');
  assert.equal((await school.get('/v1/transfers')).body.data.length, 0);
});

test('a transfer needs money, in its currency', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  await school.paidCharge();
  const transfer = (amount, currency) => school.post('/v1/transfers', { amount, currency, destination: account.id });

  assert.equal((await transfer(4_826, 'usd')).body.error.code, 'balance_insufficient');
  assert.equal((await transfer(100, 'eur')).body.error.code, 'balance_insufficient');
  assert.equal((await transfer(4_825, 'usd')).status, 200);
  assert.equal((await transfer(1, 'usd')).body.error.code, 'balance_insufficient');
  assert.equal(await available(school, { 'Stripe-Account': account.id }), 4_825);
});

test('transfers from one charge never exceed it', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  const charge = await school.paidCharge();
  const transfer = (amount, more) => school.post('/v1/transfers', { amount, currency: 'usd', destination: account.id, source_transaction: charge.id, ...more });

  const { body: first } = await transfer(4_000);
  const tooMuch = await transfer(1_001);

  assert.equal(first.transfer_group, `group_${charge.payment_intent}`);
  assert.equal(tooMuch.status, 400);
  assert.equal(tooMuch.body.error.param, 'amount');
  assert.equal((await transfer(1_000, { transfer_group: 'other' })).status, 400);
  assert.equal((await transfer(1_000)).status, 200);
});

test('pending money can only be sent from its charge', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { funds_available_after_ms: 1_500 });
  const account = await school.onboardedAccount();
  const charge = await school.paidCharge();
  const transfer = { amount: 1_000, currency: 'usd', destination: account.id };
  const { body: balance } = await school.get('/v1/balance');
  assert.equal(balance.available[0].amount, 0);
  assert.equal(balance.pending[0].amount, 4_825);

  assert.equal((await school.post('/v1/transfers', transfer)).body.error.code, 'balance_insufficient');
  assert.equal((await school.post('/v1/transfers', { ...transfer, source_transaction: charge.id })).status, 200);

  await eventually(async () => await available(school) === 3_825);
  assert.equal((await school.get('/v1/balance')).body.pending[0].amount, 0);
});

test('reversals never exceed the transfer', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  await school.paidCharge();
  const { body: transfer } = await school.post('/v1/transfers', { amount: 1_000, currency: 'usd', destination: account.id });
  const reverse = (form) => school.post(`/v1/transfers/${transfer.id}/reversals`, form);

  const { body: partial } = await reverse({ amount: 400, metadata: { reason: 'refund' } });
  const tooMuch = await reverse({ amount: 601 });
  const { body: rest } = await reverse({});
  const again = await reverse({});

  assert.equal(partial.amount, 400);
  assert.equal(tooMuch.status, 400);
  assert.equal(rest.amount, 600);
  assert.equal(again.status, 400);
  const { body: reversed } = await school.get(`/v1/transfers/${transfer.id}`);
  assert.equal(reversed.reversed, true);
  assert.equal(reversed.amount_reversed, 1_000);
  assert.deepEqual(reversed.reversals.data.map(({ id }) => id), [rest.id, partial.id]);
  assert.equal(await available(school), 4_825);
  assert.equal(await available(school, { 'Stripe-Account': account.id }), 0);
});

test('every balance is the sum of its transactions', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  const charge = await school.paidCharge();
  await school.post('/v1/refunds', { charge: charge.id, amount: 700 });
  const { body: transfer } = await school.post('/v1/transfers', { amount: 1_000, currency: 'usd', destination: account.id });
  await school.post(`/v1/transfers/${transfer.id}/reversals`, { amount: 300 });

  const { body } = await school.get('/v1/balance_transactions?limit=100');

  assert.deepEqual(body.data.map(({ type }) => type), ['transfer_refund', 'transfer', 'refund', 'charge']);
  assert.equal(body.data.reduce((sum, { net }) => sum + net, 0), await available(school));
});

for (const [outcome, balance] of [['won', 4_825], ['lost', -1_675]]) {
  test(`a dispute withdraws money until it is ${outcome}`, async () => {
    const school = emulator.newAccount();
    const charge = await school.paidCharge();

    const { body: dispute } = await school.control('POST', `/charges/${charge.id}/dispute`, { reason: 'product_not_received' });
    assert.equal(await available(school), -1_675);
    assert.equal((await school.post('/v1/refunds', { charge: charge.id })).body.error.code, 'charge_disputed');
    await school.control('POST', `/disputes/${dispute.id}/close`, { outcome });

    assert.equal((await school.get(`/v1/disputes/${dispute.id}`)).body.status, outcome);
    assert.equal(await available(school), balance);
    assert.equal((await school.eventTypes()).at(-1), 'charge.dispute.closed');
  });
}

test('currencies without decimals are charged in whole units', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge({
    line_items: [{ quantity: 1, price_data: { currency: 'jpy', unit_amount: 1_017, product_data: { name: 'A course' } } }],
  });

  const { body } = await school.get(`/v1/balance_transactions/${charge.balance_transaction}`);

  assert.equal(body.fee, 59);
  assert.equal(body.net, 958);
});
