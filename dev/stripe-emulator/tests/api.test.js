import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { RunningEmulator } from './support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

test('a request needs a test key', async () => {
  const call = (headers) => fetch(`${emulator.url}/v1/customers`, { headers });

  for (const headers of [{}, { Authorization: 'Bearer nonsense' }, { Authorization: 'Bearer sk_live_1' }, { Authorization: 'Digest x' }]) {
    const response = await call(headers);
    assert.equal(response.status, 401);
    assert.equal((await response.json()).error.type, 'invalid_request_error');
  }
  assert.equal((await call({ Authorization: `Basic ${Buffer.from('sk_test_basic:').toString('base64')}` })).status, 200);
});

test('accounts see only their own objects', async () => {
  const { body: customer } = await emulator.newAccount().post('/v1/customers', { name: 'A' });

  const { status, body } = await emulator.newAccount().get(`/v1/customers/${customer.id}`);

  assert.equal(status, 404);
  assert.equal(body.error.code, 'resource_missing');
});

test('answers carry the request and the version', async () => {
  const { headers } = await emulator.newAccount().get('/v1/customers', { 'Stripe-Version': '2026-10-28.endive' });

  assert.match(headers.get('request-id'), /^req_/);
  assert.equal(headers.get('stripe-version'), '2026-10-28.endive');
});

test('a connected account must be the platform\'s own', async () => {
  const { status, body } = await emulator.newAccount().get('/v1/balance', { 'Stripe-Account': 'acct_missing' });

  assert.equal(status, 403);
  assert.equal(body.error.code, 'account_invalid');
});

test('lists are paged in both directions', async () => {
  const school = emulator.newAccount();
  const ids = [];
  for (let i = 0; i < 5; i += 1) ids.unshift((await school.post('/v1/customers', { name: `${i}` })).body.id);
  const list = async (query) => {
    const { body } = await school.get(`/v1/customers?${query}`);
    return { ids: body.data.map(({ id }) => id), more: body.has_more };
  };

  assert.deepEqual(await list('limit=2'), { ids: ids.slice(0, 2), more: true });
  assert.deepEqual(await list(`limit=2&starting_after=${ids[1]}`), { ids: ids.slice(2, 4), more: true });
  assert.deepEqual(await list(`limit=2&starting_after=${ids[3]}`), { ids: ids.slice(4), more: false });
  assert.deepEqual(await list(`limit=2&ending_before=${ids[4]}`), { ids: ids.slice(2, 4), more: true });
  assert.deepEqual(await list(`limit=2&ending_before=${ids[2]}`), { ids: ids.slice(0, 2), more: false });
  assert.deepEqual(await list(`created[gt]=${Math.floor(Date.now() / 1_000) + 10}`), { ids: [], more: false });
  assert.equal((await school.get('/v1/customers?limit=0')).body.error.param, 'limit');
  assert.equal((await school.get('/v1/customers?limit=101')).status, 400);
  assert.equal((await school.get('/v1/customers?starting_after=cus_missing')).body.error.code, 'resource_missing');
});

test('expansion reaches through lists and refuses what cannot be expanded', async () => {
  const school = emulator.newAccount();
  const charge = await school.paidCharge();

  const { body } = await school.get('/v1/payment_intents?expand[]=data.latest_charge.balance_transaction');
  assert.equal(body.data[0].latest_charge.balance_transaction.source, charge.id);
  assert.equal((await school.get('/v1/payment_intents?expand[]=data.amount')).status, 400);
  assert.equal((await school.get(`/v1/charges/${charge.id}?expand[]=customer`)).body.customer, null);
});

test('metadata is merged, and removed by empty values', async () => {
  const school = emulator.newAccount();
  const { body: customer } = await school.post('/v1/customers', { metadata: { a: '1', b: '2', 0: 'zero' } });

  const { body: merged } = await school.post(`/v1/customers/${customer.id}`, { metadata: { a: '', c: '3' } });
  const { body: cleared } = await school.post(`/v1/customers/${customer.id}`, { metadata: '' });

  assert.deepEqual(merged.metadata, { 0: 'zero', b: '2', c: '3' });
  assert.deepEqual(cleared.metadata, {});
});

test('garbage is refused and does no harm', async () => {
  const school = emulator.newAccount();
  const post = (body, headers = {}) => fetch(`${emulator.url}/v1/customers`, {
    method: 'POST', body, headers: { Authorization: `Bearer ${school.key}`, ...headers },
  });

  for (const body of [
    '%zz%%%=&&=&[]=1', 'name[[[=1', 'name[a]=1', 'metadata=1', 'metadata[__proto__][x]=1', '__proto__[x]=1', 'constructor=1',
    'expand=x', 'expand[a]=x', 'a[b][c][d][e][f][g][h][i][j]=1', '\0\u{1F600}=\uD800', 'name=1&name[x]=2', '{"name":1}',
  ]) {
    const response = await post(body);
    assert.equal(response.status, 400, body);
    assert.equal((await response.json()).error.type, 'invalid_request_error');
  }
  assert.equal((await post('x'.repeat(2 * 1024 * 1024))).status, 413);
  assert.equal((await post('', { 'Idempotency-Key': 'k'.repeat(300) })).status, 400);
  assert.equal({}.x, undefined);

  for (const path of ['/v1/nothing', '/v1/customers/', '/v1/customers/%zz', '/v1/charges/..%2f', '/c/pay/%00', '/setup/e/a/b', '/']) {
    const { status } = await fetch(`${emulator.url}${path}`, { headers: { Authorization: `Bearer ${school.key}` } });
    assert.equal(status, 404, path);
  }
  await sendRaw('GET http://[/v1/charges HTTP/1.1\r\nHost: x\r\n\r\n');
  await sendRaw('POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort');
  await sendRaw('\x00\x01\x02');
  assert.equal((await school.get('/v1/customers')).status, 200);
});

test('the control API refuses what it does not understand', async () => {
  const school = emulator.newAccount();

  assert.equal((await school.control('POST', '/faults', { action: { type: 'explode' } })).status, 400);
  assert.equal((await school.control('POST', '/faults', { match: { path: '^(' }, action: { type: 'fail' } })).status, 400);
  assert.equal((await school.control('POST', '/faults', {})).status, 400);
  assert.equal((await school.control('POST', '/settings', { colour: 1 })).status, 400);
  assert.equal((await school.control('POST', '/webhooks', { duplicate: 'often' })).status, 400);
  assert.equal((await school.control('POST', '/nothing', {})).status, 404);
  assert.equal((await fetch(`${emulator.url}/_emulator/faults`)).status, 401);
  assert.equal((await fetch(`${emulator.url}/_emulator/faults`, {
    method: 'POST', body: 'no json', headers: { Authorization: `Bearer ${school.key}` },
  })).status, 400);
});

/** Sends bytes that no HTTP client would, and waits until the connection is over. */
function sendRaw(bytes) {
  return new Promise((resolve) => {
    const socket = net.connect(emulator.port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('close', resolve).on('error', () => {}).resume();
  });
}
