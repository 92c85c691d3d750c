import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const withKey = { 'Idempotency-Key': 'k' };

async function names(school) {
  return (await school.get('/v1/customers')).body.data.map(({ name }) => name);
}

test('a call fails as often as told, and only where told', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', {
    match: { method: 'POST', path: '/v1/customers' }, action: { type: 'fail', status: 503, error: { type: 'api_error', message: 'down' } }, times: 2,
  });

  assert.equal((await school.get('/v1/customers')).status, 200);
  const { status, body } = await school.post('/v1/customers', { name: 'A' }, withKey);
  assert.equal(status, 503);
  assert.equal(body.error.message, 'down');
  assert.equal((await school.post('/v1/customers', { name: 'A' }, withKey)).status, 503);
  assert.equal((await school.post('/v1/customers', { name: 'A' }, withKey)).status, 200);
  assert.deepEqual(await names(school), ['A']);
});

test('a 500 is the result of its key, and executes nothing', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', { match: { path: '^/v1/cust.*$' }, action: { type: 'fail', status: 500 } });

  assert.equal((await school.post('/v1/customers', { name: 'A' }, withKey)).status, 500);
  const replay = await school.post('/v1/customers', { name: 'A' }, withKey);

  assert.equal(replay.status, 500);
  assert.equal(replay.headers.get('idempotent-replayed'), 'true');
  assert.deepEqual(await names(school), []);
});

test('an answer that is dropped leaves the work done', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', { match: { path: '/v1/customers' }, action: { type: 'drop_after' } });

  await assert.rejects(school.post('/v1/customers', { name: 'A' }, withKey));
  const retried = await school.post('/v1/customers', { name: 'A' }, withKey);

  assert.equal(retried.headers.get('idempotent-replayed'), 'true');
  assert.deepEqual(await names(school), ['A']);
});

test('a request that is dropped leaves nothing', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', { match: { path: '/v1/customers' }, action: { type: 'drop_before' } });

  await assert.rejects(school.post('/v1/customers', { name: 'A' }, withKey));

  assert.deepEqual(await names(school), []);
});

test('faults of one key spare the others, and can be cleared', async () => {
  const school = emulator.newAccount();
  await school.control('POST', '/faults', { action: { type: 'fail', status: 429 }, times: 100 });

  assert.equal((await emulator.newAccount().get('/v1/customers')).status, 200);
  assert.equal((await school.get('/v1/customers')).status, 429);
  await school.control('DELETE', '/faults');
  assert.equal((await school.get('/v1/customers')).status, 200);
});

test('calls are logged', async () => {
  const school = emulator.newAccount();
  await school.post('/v1/customers', { name: 'A' }, withKey);
  await school.post('/v1/customers', { name: 'A' }, withKey);
  await school.post('/v1/customers', { nome: 'A' });

  const { body } = await school.control('GET', '/requests');

  assert.deepEqual(body.data.map(({ method, path, idempotency_key: key, status, replayed }) => [method, path, key, status, replayed]), [
    ['POST', '/v1/customers', 'k', 200, false],
    ['POST', '/v1/customers', 'k', 200, true],
    ['POST', '/v1/customers', null, 400, false],
  ]);
});

test('a connected account can be changed from outside', async () => {
  const school = emulator.newAccount();
  const account = await school.onboardedAccount();

  await school.control('POST', `/accounts/${account.id}`, { payouts_enabled: false, capabilities: { transfers: 'inactive' } });

  const { body } = await school.get(`/v1/accounts/${account.id}`);
  assert.equal(body.payouts_enabled, false);
  assert.equal(body.capabilities.transfers, 'inactive');
  const { body: events } = await school.get('/v1/events', { 'Stripe-Account': account.id });
  assert.deepEqual(events.data[0].data.previous_attributes, { capabilities: { transfers: 'active' }, payouts_enabled: true });
});
