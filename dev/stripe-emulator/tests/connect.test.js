import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, Receiver, RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const read = async (school, { id }) => (await school.get(`/v1/accounts/${id}`)).body;

async function newAccount(school, fields = {}) {
  const { status, body } = await school.post('/v1/accounts', { type: 'express', country: 'US', capabilities: { transfers: { requested: true } }, ...fields });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Fills in the onboarding form; what is left out is in order. */
async function onboard(school, account, fields = {}) {
  const { body: link } = await school.post('/v1/account_links', {
    account: account.id, type: 'account_onboarding', refresh_url: 'https://school.test/refresh', return_url: 'https://school.test/return',
  });
  assert.equal((await fetch(link.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })).status, 303);
  return read(school, account);
}

/** A connected account with money. */
async function earner(school, fields = {}, amount = 4_000) {
  const account = await onboard(school, await newAccount(school), fields);
  await school.paidCharge();
  assert.equal((await school.post('/v1/transfers', { amount, currency: 'usd', destination: account.id })).status, 200);
  const as = { 'Stripe-Account': account.id };
  return { account, as, available: async () => (await school.get('/v1/balance', as)).body.available[0].amount };
}

const typesOf = async (school, as) => (await school.get('/v1/events?limit=100', as)).body.data.map(({ type }) => type).reverse();

test('an account says what is missing until it is onboarded', async () => {
  const school = emulator.newAccount();
  const account = await newAccount(school);
  assert.deepEqual(account.requirements.currently_due, ['business_type', 'external_account', 'tos_acceptance.date', 'tos_acceptance.ip']);
  assert.equal(account.requirements.disabled_reason, 'requirements.past_due');
  assert.equal(account.details_submitted, false);

  const onboarded = await onboard(school, account);

  assert.deepEqual(onboarded.requirements.currently_due, []);
  assert.equal(onboarded.requirements.disabled_reason, null);
  assert.equal(onboarded.payouts_enabled, true);
  assert.equal(onboarded.capabilities.transfers, 'active');
  assert.equal(onboarded.external_accounts.data[0].last4, '6789');
});

test('verification can take its time', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { verification_after_ms: 300 });
  const account = await onboard(school, await newAccount(school), { id_number: '000000000' });
  assert.equal(account.details_submitted, true);
  assert.equal(account.payouts_enabled, false);
  assert.deepEqual(account.requirements.pending_verification, ['individual.id_number']);
  assert.equal(account.requirements.disabled_reason, 'requirements.pending_verification');
  assert.equal(account.capabilities.transfers, 'pending');

  await eventually(async () => (await read(school, account)).payouts_enabled);

  const as = { 'Stripe-Account': account.id };
  const { body: { data: [event] } } = await school.get('/v1/events?type=account.updated&limit=1', as);
  assert.equal(event.data.previous_attributes.payouts_enabled, false);
  assert.deepEqual(event.data.previous_attributes.requirements.pending_verification, ['individual.id_number']);
});

for (const [fields, requirement, code] of [
  [{ id_number: '111111111' }, 'individual.id_number', 'verification_failed_keyed_identity'],
  [{ address_line1: 'address_no_match' }, 'individual.address.line1', 'verification_failed_residential_address'],
  [{ dob: '1980-05-05' }, 'individual.dob', 'verification_failed_keyed_identity'],
]) {
  test(`verification refuses ${JSON.stringify(fields)}, until it is given anew`, async () => {
    const school = emulator.newAccount();
    const account = await onboard(school, await newAccount(school), fields);
    assert.equal(account.payouts_enabled, false);
    assert.deepEqual(account.requirements.currently_due, [requirement]);
    assert.equal(account.requirements.errors[0].code, code);
    assert.equal(account.requirements.errors[0].requirement, requirement);
    assert.equal(account.requirements.disabled_reason, 'requirements.past_due');
    assert.equal((await school.post('/v1/transfers', { amount: 100, currency: 'usd', destination: account.id })).body.error.code, 'insufficient_capabilities_for_transfer');

    const corrected = await onboard(school, account, { id_number: '222222222', address_line1: 'address_full_match', dob: '1902-01-01' });

    assert.equal(corrected.payouts_enabled, true);
    assert.deepEqual(corrected.requirements.errors, []);
  });
}

test('a person on a list is not paid', async () => {
  const school = emulator.newAccount();
  const account = await onboard(school, await newAccount(school), { dob: '1900-01-01' });

  assert.equal(account.requirements.disabled_reason, 'listed');
  assert.equal(account.payouts_enabled, false);
});

test('an account can be verified over the API as well', async () => {
  const school = emulator.newAccount();
  const account = await newAccount(school, {
    type: 'custom', business_type: 'individual', tos_acceptance: { date: 1_700_000_000, ip: '127.0.0.1' },
    individual: { first_name: 'Ada', id_number: '111111111', dob: { day: 1, month: 1, year: 1902 } },
    external_account: { object: 'bank_account', country: 'US', currency: 'usd', account_number: '000123456789', routing_number: '110000000' },
  });
  assert.deepEqual(account.requirements.currently_due, ['individual.id_number']);
  assert.equal(account.individual.id_number, undefined);
  assert.equal(account.individual.id_number_provided, true);

  const { body: updated } = await school.post(`/v1/accounts/${account.id}`, { individual: { id_number: '222222222' } });

  assert.equal(updated.payouts_enabled, true);
  assert.equal(updated.individual.first_name, 'Ada');
});

test('a payout takes money from the balance to the bank', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { payout_arrives_after_ms: 100 });
  const { account, as, available } = await earner(school);

  const { body: payout } = await school.post('/v1/payouts', { amount: 3_000, currency: 'usd', metadata: { month: 'May' } }, as);

  assert.equal(payout.status, 'pending');
  assert.equal(payout.automatic, false);
  assert.equal(payout.destination, account.external_accounts.data[0].id);
  assert.equal(await available(), 1_000);
  await eventually(async () => (await school.get(`/v1/payouts/${payout.id}`, as)).body.status === 'paid');
  const { body: expanded } = await school.get(`/v1/payouts/${payout.id}?expand[]=balance_transaction`, as);
  assert.equal(expanded.balance_transaction.type, 'payout');
  assert.equal(expanded.balance_transaction.amount, -3_000);
  assert.deepEqual((await typesOf(school, as)).slice(-3), ['payout.created', 'payout.updated', 'payout.paid']);
  assert.equal((await school.get('/v1/payouts?status=paid', as)).body.data.length, 1);
  assert.equal((await school.get('/v1/payouts')).body.data.length, 0);
});

test('a payout that the bank sends back returns the money, and the bank account is used no more', async (t) => {
  const school = emulator.newAccount();
  const receiver = await Receiver.start();
  t.after(() => receiver.stop());
  await school.control('POST', '/settings', { payout_arrives_after_ms: 50 });
  await school.post('/v1/webhook_endpoints', { url: receiver.url, enabled_events: ['payout.failed'], connect: true });
  const { account, as, available } = await earner(school, { account_number: '000111111113' });

  const { body: payout } = await school.post('/v1/payouts', { amount: 3_000, currency: 'usd' }, as);

  await eventually(() => receiver.deliveries.length === 1);
  const [{ event }] = receiver.deliveries;
  assert.equal(event.account, account.id);
  assert.equal(event.data.object.id, payout.id);
  assert.equal(event.data.object.failure_code, 'account_closed');
  assert.match(event.data.object.failure_balance_transaction, /^txn_/);
  assert.equal(await available(), 4_000);
  const failed = await read(school, account);
  assert.equal(failed.external_accounts.data[0].status, 'errored');
  assert.equal(failed.payouts_enabled, false);
  assert.equal(failed.charges_enabled, true);
  assert.deepEqual(failed.requirements.currently_due, ['external_account']);
  assert.equal((await school.post('/v1/payouts', { amount: 100, currency: 'usd' }, as)).body.error.code, 'payouts_not_allowed');

  const { body: bank } = await school.post(`/v1/accounts/${account.id}/external_accounts`, { external_account: 'btok_us_verified', default_for_currency: true });
  assert.equal((await read(school, account)).payouts_enabled, true);
  assert.equal((await school.post('/v1/payouts', { amount: 100, currency: 'usd' }, as)).body.destination, bank.id);
});

test('a payout is canceled as long as it is pending', async () => {
  const school = emulator.newAccount();
  const { as, available } = await earner(school);
  const { body: payout } = await school.post('/v1/payouts', { amount: 3_000, currency: 'usd' }, as);

  assert.equal((await school.post(`/v1/payouts/${payout.id}/cancel`, {}, as)).body.status, 'canceled');

  assert.equal(await available(), 4_000);
  assert.equal((await school.post(`/v1/payouts/${payout.id}/cancel`, {}, as)).status, 400);
  assert.equal((await school.control('POST', `/payouts/${payout.id}/settle`, { outcome: 'paid' })).status, 400);
});

test('a payout needs money, in the currency of a bank account', async () => {
  const school = emulator.newAccount();
  const { as } = await earner(school);
  const pay = async (fields) => (await school.post('/v1/payouts', { currency: 'usd', amount: 100, ...fields }, as)).body.error;

  assert.equal((await pay({ amount: 4_001 })).code, 'balance_insufficient');
  assert.equal((await pay({ currency: 'eur' })).param, 'currency');
  assert.equal((await pay({ destination: 'ba_missing' })).code, 'resource_missing');
});

test('the control API decides on a payout', async () => {
  const school = emulator.newAccount();
  const { as } = await earner(school);
  const { body: payout } = await school.post('/v1/payouts', { amount: 100, currency: 'usd' }, as);

  const { body } = await school.control('POST', `/payouts/${payout.id}/settle`, { outcome: 'failed', failure_code: 'bank_account_restricted' });

  assert.equal(body.failure_code, 'bank_account_restricted');
});

test('what is available is paid out by the schedule', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/settings', { payout_day_ms: 50, payout_arrives_after_ms: 10 });
  const { as, available } = await earner(school);

  const payout = await eventually(async () => (await school.get('/v1/payouts?status=paid', as)).body.data[0]);

  assert.equal(payout.automatic, true);
  assert.equal(payout.amount, 4_000);
  assert.equal(payout.reconciliation_status, 'completed');
  assert.equal(await available(), 0);
});

test('a schedule is changed, and a manual one pays nothing by itself', async () => {
  const school = emulator.newAccount();
  const account = await newAccount(school, { settings: { payouts: { schedule: { interval: 'manual' } } } });
  assert.deepEqual(account.settings.payouts.schedule, { delay_days: 2, interval: 'manual' });
  const change = async (schedule) => (await school.post(`/v1/accounts/${account.id}`, { settings: { payouts: { schedule } } })).body;

  assert.deepEqual((await change({ interval: 'weekly', weekly_anchor: 'friday', delay_days: 7 })).settings.payouts.schedule, { delay_days: 7, interval: 'weekly', weekly_anchor: 'friday' });
  assert.deepEqual((await change({ interval: 'monthly', monthly_anchor: 31 })).settings.payouts.schedule, { delay_days: 7, interval: 'monthly', monthly_anchor: 31 });
  assert.equal((await change({ weekly_anchor: 'someday' })).error.param, 'settings[payouts][schedule][weekly_anchor]');
  assert.equal((await change({ delay_days: 1 })).error.param, 'settings[payouts][schedule][delay_days]');
  assert.equal((await change({ delay_days: 'minimum' })).settings.payouts.schedule.delay_days, 2);
});

test('bank accounts are added, preferred and removed', async () => {
  const school = emulator.newAccount();
  const account = await onboard(school, await newAccount(school));
  const [first] = account.external_accounts.data;
  const url = `/v1/accounts/${account.id}/external_accounts`;
  const { body: second } = await school.post(url, { external_account: 'btok_us_verified' });
  assert.equal(second.default_for_currency, false);

  assert.equal((await school.delete(`${url}/${first.id}`)).status, 400);
  assert.equal((await school.post(`${url}/${second.id}`, { default_for_currency: true })).body.default_for_currency, true);
  assert.equal((await school.get(`${url}/${first.id}`)).body.default_for_currency, false);
  assert.equal((await school.delete(`${url}/${first.id}`)).body.deleted, true);
  assert.deepEqual((await school.get(url)).body.data.map(({ id }) => id), [second.id]);
  assert.equal((await school.post(url, { external_account: 'btok_missing' })).body.error.param, 'external_account');
});

test('a connected account is in a country that Stripe knows', async () => {
  const platform = emulator.newAccount();
  assert.equal((await platform.post('/v1/accounts', { type: 'express', country: 'AT' })).body.country, 'AT');
  const { status, body } = await platform.post('/v1/accounts', { type: 'express', country: 'ZZ' });
  assert.deepEqual([status, body.error.code], [400, 'country_unsupported']);
});
