import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

/** An emulator in a process of its own, as it really runs, which can be killed and started again on the same file. */
export class RunningEmulator {
  static async start(extraArguments = []) {
    const emulator = new RunningEmulator();
    emulator.directory = fs.mkdtempSync(path.join(os.tmpdir(), 'stripe-emulator-'));
    emulator.port = await freePort();
    emulator.url = `http://127.0.0.1:${emulator.port}`;
    emulator.extraArguments = extraArguments;
    await emulator.restart();
    return emulator;
  }

  async restart() {
    this.process = spawn(process.execPath, [
      MAIN, '--port', String(this.port), '--public-url', this.url, '--data-file', path.join(this.directory, 'stripe.jsonl'), ...this.extraArguments,
    ], { stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually(async () => (await fetch(`${this.url}/_emulator/health`)).ok);
  }

  async stop(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const exit = once(this.process, 'exit');
    this.process.kill(signal);
    const [code] = await exit;
    return code;
  }

  async dispose() {
    await this.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** A caller with a fresh account of its own. */
  newAccount(key = `sk_test_${randomUUID().replaceAll('-', '')}`) {
    return new Caller(this, key);
  }
}

class Caller {
  constructor(emulator, key) {
    this.emulator = emulator;
    this.key = key;
  }

  get = (target, headers) => this.call('GET', target, undefined, headers);
  post = (target, form = {}, headers = {}) => this.call('POST', target, form, headers);
  delete = (target) => this.call('DELETE', target);

  async call(method, target, form, headers = {}) {
    const response = await fetch(`${this.emulator.url}${target}`, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, ...headers },
      ...(form && { body: new URLSearchParams(flatten(form)) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Calls the control API. */
  async control(method, target, body) {
    const response = await fetch(`${this.emulator.url}/_emulator${target}`, {
      method, headers: { Authorization: `Bearer ${this.key}` }, ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  async createSession(overrides = {}) {
    const { status, body } = await this.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://school.test/paid?session={CHECKOUT_SESSION_ID}',
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 5_000, product_data: { name: 'A course' } } }],
      ...overrides,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** Sends the checkout page's form. */
  async submitCheckout(session, fields = {}) {
    const response = await fetch(session.url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        email: 'student@school.test', card_number: '4242424242424242', card_expiry: '12 / 40', card_cvc: '123', ...fields,
      }),
    });
    return { status: response.status, location: response.headers.get('location'), html: await response.text() };
  }

  /** A charge that was paid through a checkout of its own. */
  async paidCharge(overrides = {}) {
    const session = await this.createSession(overrides);
    await this.submitCheckout(session);
    const { body } = await this.get(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent.latest_charge`);
    return body.payment_intent.latest_charge;
  }

  /** A connected account that can be paid. */
  async onboardedAccount() {
    const { body: account } = await this.post('/v1/accounts', { type: 'express', capabilities: { transfers: { requested: true } } });
    const { body: link } = await this.post('/v1/account_links', {
      account: account.id, type: 'account_onboarding', refresh_url: 'https://school.test/refresh', return_url: 'https://school.test/return',
    });
    await fetch(link.url, { method: 'POST', redirect: 'manual' });
    return (await this.get(`/v1/accounts/${account.id}`)).body;
  }

  /** Advances a test clock and waits until it has arrived. */
  async advance({ id }, frozenTime) {
    const { status, body } = await this.post(`/v1/test_helpers/test_clocks/${id}/advance`, { frozen_time: frozenTime });
    if (status !== 200) throw new Error(JSON.stringify(body));
    await eventually(async () => (await this.get(`/v1/test_helpers/test_clocks/${id}`)).body.status === 'ready');
  }

  async eventTypes() {
    const { body } = await this.get('/v1/events?limit=100');
    return body.data.map((event) => event.type).reverse();
  }
}

/** A webhook endpoint that remembers what it was sent, and answers `status`. */
export class Receiver {
  static async start(port = 0) {
    const receiver = new Receiver();
    receiver.status = 200;
    receiver.deliveries = [];
    receiver.server = http.createServer(async (request, response) => {
      const chunks = await request.toArray();
      const payload = Buffer.concat(chunks).toString('utf8');
      receiver.deliveries.push({ payload, event: JSON.parse(payload), signature: request.headers['stripe-signature'] });
      response.writeHead(receiver.status).end();
    });
    receiver.server.listen(port, '127.0.0.1');
    await once(receiver.server, 'listening');
    receiver.port = receiver.server.address().port;
    receiver.url = `http://127.0.0.1:${receiver.port}/hook`;
    return receiver;
  }

  types() {
    return this.deliveries.map(({ event }) => event.type);
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export function isSignedWith(secret, { payload, signature }) {
  const parts = signature.split(',').map((part) => part.split('='));
  const timestamp = parts.find(([name]) => name === 't')[1];
  const expected = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return parts.some(([name, value]) => name === 'v1' && value === expected);
}

/** Waits until `condition` answers something true, and answers that. */
export async function eventually(condition, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await Promise.resolve().then(condition).catch(() => false);
    if (result) return result;
    if (Date.now() > deadline) throw new Error('The condition did not come true in time.');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** `{ a: { b: [1] } }` as `a[b][0]=1`. */
function flatten(value, prefix = '') {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, prefix ? `${prefix}[${key}]` : key));
}

async function freePort() {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
