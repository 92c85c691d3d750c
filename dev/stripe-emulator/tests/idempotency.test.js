import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const withKey = (key) => ({ 'Idempotency-Key': key });

test('the same request is executed once and answered alike', async () => {
  const school = emulator.newAccount();

  const first = await school.post('/v1/customers', { email: 'a@school.test', name: 'A' }, withKey('k'));
  const second = await school.post('/v1/customers', { name: 'A', email: 'a@school.test' }, withKey('k'));

  assert.deepEqual(second.body, first.body);
  assert.equal(first.headers.get('idempotent-replayed'), null);
  assert.equal(second.headers.get('idempotent-replayed'), 'true');
  assert.equal(second.headers.get('original-request'), first.headers.get('request-id'));
  assert.equal((await school.get('/v1/customers')).body.data.length, 1);
});

test('a key is bound to its parameters', async () => {
  const school = emulator.newAccount();
  await school.post('/v1/customers', { name: 'A' }, withKey('k'));

  const { status, body } = await school.post('/v1/customers', { name: 'B' }, withKey('k'));

  assert.equal(status, 400);
  assert.equal(body.error.type, 'idempotency_error');
});

test('a key belongs to one account', async () => {
  const first = await emulator.newAccount().post('/v1/customers', { name: 'A' }, withKey('k'));
  const second = await emulator.newAccount().post('/v1/customers', { name: 'A' }, withKey('k'));

  assert.notEqual(first.body.id, second.body.id);
});

test('a key is in use while its request runs', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', { match: { path: '/v1/customers' }, action: { type: 'delay', ms: 1_000 } });

  const slow = school.post('/v1/customers', { name: 'A' }, withKey('k'));
  await eventually(async () => (await school.control('GET', '/faults')).body.data.length === 0);
  const { status, body } = await school.post('/v1/customers', { name: 'A' }, withKey('k'));

  assert.equal(status, 409);
  assert.equal(body.error.code, 'idempotency_key_in_use');
  const { body: created } = await slow;
  assert.equal((await school.post('/v1/customers', { name: 'A' }, withKey('k'))).body.id, created.id);
});

test('a request that was refused before it began leaves its key free', async () => {
  const school = emulator.newAccount();

  assert.equal((await school.post('/v1/customers', { nome: 'A' }, withKey('k'))).status, 400);

  assert.equal((await school.post('/v1/customers', { name: 'A' }, withKey('k'))).status, 200);
});

test('a refusal by the endpoint is the result of its key', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();
  const transfer = { amount: 100, currency: 'usd', destination: account.id };

  const first = await school.post('/v1/transfers', transfer, withKey('k'));
  await school.paidCharge();
  const second = await school.post('/v1/transfers', transfer, withKey('k'));

  assert.equal(first.body.error.code, 'balance_insufficient');
  assert.equal(second.body.error.code, 'balance_insufficient');
  assert.equal(second.headers.get('idempotent-replayed'), 'true');
  assert.equal((await school.post('/v1/transfers', transfer, withKey('another'))).status, 200);
});

test('a declined payment is replayed and charged once', async () => {
  const school = emulator.newAccount();
  const payment = { amount: 1_000, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' };

  const first = await school.post('/v1/payment_intents', payment, withKey('k'));
  const second = await school.post('/v1/payment_intents', payment, withKey('k'));

  assert.equal(first.status, 402);
  assert.equal(first.body.error.decline_code, 'generic_decline');
  assert.deepEqual(second.body, first.body);
  assert.equal((await school.get('/v1/charges')).body.data.length, 1);
});
