import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, isSignedWith, Receiver, RunningEmulator } from './support.js';

let emulator;
let receiver;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

/** A school whose events go to a receiver of its own. */
async function listeningSchool(t, fields = {}) {
  receiver = await Receiver.start();
  const own = receiver;
  t.after(() => own.stop().catch(() => {}));
  const school = emulator.newAccount();
  const { body: endpoint } = await school.post('/v1/webhook_endpoints', { url: own.url, enabled_events: ['*'], ...fields });
  return { school, endpoint };
}

test('events are delivered, signed over the raw body', async (t) => {
  const { school, endpoint } = await listeningSchool(t);
  const { body: customer } = await school.post('/v1/customers', { name: 'A' }, { 'Idempotency-Key': 'k' });

  await eventually(() => receiver.deliveries.length === 1);

  const [delivery] = receiver.deliveries;
  assert.ok(isSignedWith(endpoint.secret, delivery));
  assert.ok(!isSignedWith('whsec_other', delivery));
  assert.equal(delivery.event.type, 'customer.created');
  assert.equal(delivery.event.data.object.id, customer.id);
  assert.equal(delivery.event.request.idempotency_key, 'k');
  assert.equal(delivery.event.livemode, false);
  assert.equal(delivery.event.pending_webhooks, 1);
  await eventually(async () => (await school.get(`/v1/events/${delivery.event.id}`)).body.pending_webhooks === 0);
});

test('an endpoint hears only what it asked for', async (t) => {
  const { school } = await listeningSchool(t, { enabled_events: ['checkout.session.completed'] });

  await school.paidCharge();

  await eventually(() => receiver.deliveries.length > 0);
  assert.deepEqual(receiver.types(), ['checkout.session.completed']);
});

test('a deleted endpoint hears no more', async (t) => {
  const { school, endpoint } = await listeningSchool(t);
  await school.delete(`/v1/webhook_endpoints/${endpoint.id}`);

  await school.post('/v1/customers', { name: 'A' });

  const { body } = await school.get('/v1/events');
  assert.equal(body.data[0].pending_webhooks, 0);
  assert.equal(receiver.deliveries.length, 0);
});

test('what an endpoint refuses or misses is sent again', async (t) => {
  const { school } = await listeningSchool(t);
  receiver.status = 500;
  await school.post('/v1/customers', { name: 'A' });
  await eventually(() => receiver.deliveries.length >= 2);
  const { port } = receiver;
  await receiver.stop();
  await school.post('/v1/customers', { name: 'B' });

  receiver = await Receiver.start(port);
  const own = receiver;
  t.after(() => own.stop());

  await eventually(() => receiver.deliveries.length === 2);
  assert.equal((await school.get('/v1/events?delivery_success=false')).body.data.length, 0);
});

test('both secrets sign during a rotation', async (t) => {
  const { school, endpoint } = await listeningSchool(t);
  const { body: rolled } = await school.control('POST', `/webhook_endpoints/${endpoint.id}/roll_secret`, { expires_in_seconds: 60 });

  await school.post('/v1/customers', { name: 'A' });

  await eventually(() => receiver.deliveries.length === 1);
  assert.ok(isSignedWith(endpoint.secret, receiver.deliveries[0]));
  assert.ok(isSignedWith(rolled.secret, receiver.deliveries[0]));
});

test('a connected account is heard by Connect endpoints alone', async (t) => {
  const { school } = await listeningSchool(t, { connect: true });

  const account = await school.onboardedAccount();

  await eventually(() => receiver.deliveries.length > 0);
  assert.deepEqual(receiver.types(), ['account.updated']);
  const [{ event }] = receiver.deliveries;
  assert.equal(event.account, account.id);
  assert.equal(event.data.object.payouts_enabled, true);
  assert.equal(event.data.previous_attributes.payouts_enabled, false);
  assert.equal((await school.get(`/v1/events/${event.id}`)).status, 404);
  assert.equal((await school.get(`/v1/events/${event.id}`, { 'Stripe-Account': account.id })).status, 200);
});

test('deliveries can be duplicated', async (t) => {
  const { school } = await listeningSchool(t);
  await school.control('POST', '/webhooks', { duplicate: 2 });

  await school.post('/v1/customers', { name: 'A' });

  await eventually(() => receiver.deliveries.length === 3);
  assert.equal(new Set(receiver.deliveries.map(({ event }) => event.id)).size, 1);
});

test('deliveries can come in another order', async (t) => {
  const { school } = await listeningSchool(t);
  await school.control('POST', '/webhooks', { reorder: true, reorder_window_ms: 200 });

  await school.paidCharge();

  await eventually(() => receiver.deliveries.length === 5);
  assert.notDeepEqual(receiver.types(), await school.eventTypes());
  assert.deepEqual(receiver.types().sort(), (await school.eventTypes()).sort());
});

test('deliveries can be lost, and sent by hand', async (t) => {
  const { school } = await listeningSchool(t);
  await school.control('POST', '/webhooks', { drop_next: 1 });
  await school.post('/v1/customers', { name: 'lost' });
  await school.post('/v1/customers', { name: 'told' });
  await eventually(() => receiver.deliveries.length === 1);
  assert.equal(receiver.deliveries[0].event.data.object.name, 'told');

  const { body: undelivered } = await school.get('/v1/events?delivery_success=false');
  assert.deepEqual(undelivered.data.map((event) => event.data.object.name), ['lost']);
  await school.control('POST', `/events/${undelivered.data[0].id}/resend`);

  await eventually(() => receiver.deliveries.length === 2);
  assert.equal(receiver.deliveries[1].event.data.object.name, 'lost');
});

test('deliveries can be paused', async (t) => {
  const paused = await listeningSchool(t);
  const pausedReceiver = receiver;
  const other = await listeningSchool(t);
  await paused.school.control('POST', '/webhooks', { paused: true });

  await paused.school.post('/v1/customers', { name: 'A' });
  await other.school.post('/v1/customers', { name: 'later, and yet told' });
  await eventually(() => receiver.deliveries.length === 1);
  assert.equal(pausedReceiver.deliveries.length, 0);

  await paused.school.control('POST', '/webhooks', { paused: false });
  await eventually(() => pausedReceiver.deliveries.length === 1);
});
