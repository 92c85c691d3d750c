import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, isSignedWith, Receiver, RunningEmulator } from './support.js';

test('a kill loses nothing that was answered', async (t) => {
  const emulator = await RunningEmulator.start();
  t.after(() => emulator.dispose());
  const school = emulator.newAccount();
  const charge = await school.paidCharge();
  const { body: customer } = await school.post('/v1/customers', { name: 'A' }, { 'Idempotency-Key': 'k' });
  const answered = [];
  const writers = [1, 2, 3, 4].map(async () => {
    try {
      for (;;) answered.push((await school.post('/v1/customers', { name: 'B' })).body.id);
    } catch {
      // The kill, which this test is about.
    }
  });
  await eventually(() => answered.length > 20);

  await emulator.stop('SIGKILL');
  await Promise.all(writers);
  await emulator.restart();

  for (const id of answered) assert.equal((await school.get(`/v1/customers/${id}`)).status, 200);
  assert.deepEqual((await school.get(`/v1/charges/${charge.id}`)).body, charge);
  assert.equal((await school.get('/v1/balance')).body.available[0].amount, 4_825);
  assert.equal((await school.post('/v1/customers', { name: 'A' }, { 'Idempotency-Key': 'k' })).body.id, customer.id);
});

test('a line torn by a kill is left out', async (t) => {
  const emulator = await RunningEmulator.start();
  t.after(() => emulator.dispose());
  const school = emulator.newAccount();
  await school.post('/v1/customers', { name: 'A' });
  await emulator.stop('SIGKILL');
  fs.appendFileSync(path.join(emulator.directory, 'stripe.jsonl'), '[["sk_test_x","customers","cus_1",{"id":"cus');

  await emulator.restart();

  assert.equal((await school.get('/v1/customers')).body.data.length, 1);
});

test('what was owed to an endpoint and to the clock is done after a kill', async (t) => {
  const emulator = await RunningEmulator.start();
  t.after(() => emulator.dispose());
  const receiver = await Receiver.start();
  const { url, port } = receiver;
  await receiver.stop();
  const school = emulator.newAccount();
  const { body: endpoint } = await school.post('/v1/webhook_endpoints', { url, enabled_events: ['checkout.session.async_payment_succeeded', 'customer.created'] });
  await school.control('POST', '/settings', { delayed_settlement_after_ms: 700 });
  await school.post('/v1/customers', { name: 'A' });
  await school.submitCheckout(await school.createSession(), { payment_method: 'sepa_debit' });

  await emulator.stop('SIGKILL');
  const listening = await Receiver.start(port);
  t.after(() => listening.stop());
  await emulator.restart();

  await eventually(() => listening.deliveries.length === 2);
  assert.deepEqual(listening.types().sort(), ['checkout.session.async_payment_succeeded', 'customer.created']);
  assert.ok(listening.deliveries.every((delivery) => isSignedWith(endpoint.secret, delivery)));
});

test('SIGTERM stops with success', async (t) => {
  const emulator = await RunningEmulator.start();
  t.after(() => emulator.dispose());
  await emulator.newAccount().post('/v1/customers', { name: 'A' });

  assert.equal(await emulator.stop('SIGTERM'), 0);
});

test('the endpoint of the command line belongs to its key and hears everything', async (t) => {
  const receiver = await Receiver.start();
  t.after(() => receiver.stop());
  const emulator = await RunningEmulator.start(['--api-key', 'sk_test_configured', '--webhook-url', receiver.url, '--webhook-secret', 'whsec_configured']);
  t.after(() => emulator.dispose());
  await emulator.newAccount().post('/v1/customers', { name: 'somebody else' });
  const school = emulator.newAccount('sk_test_configured');

  await school.onboardedAccount();
  await school.post('/v1/customers', { name: 'A' });

  await eventually(() => receiver.deliveries.length === 2);
  assert.deepEqual(receiver.types().sort(), ['account.updated', 'customer.created']);
  assert.ok(receiver.deliveries.every((delivery) => isSignedWith('whsec_configured', delivery)));
});
