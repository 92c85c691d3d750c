import { Gate } from '../http/gate.js';
import { newId } from '../state/ids.js';
import { signatureHeader } from './signature.js';
import { listeningEndpoints } from './events.js';
import { validSecrets } from '../resources/webhook-endpoints.js';
import { WebhookDisturbance } from './webhook-disturbance.js';

const TIMEOUT_MS = 10_000;
const CONCURRENT_PER_ENDPOINT = 16;

/** Stripe takes hours over these; a test must not wait. After the last one it goes on hourly. */
const RETRY_DELAYS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000];
const JITTER = 0.2;
const MAXIMUM_ATTEMPTS = RETRY_DELAYS_MS.length + 72;

/**
 * Delivers events to endpoints: at least once, in no promised order, with retries. A delivery is stored with the event it
 * carries and deleted once it is done, so whatever is stored at start is still owed.
 */
export class Webhooks {
  #emulator;
  #disturbances = new Map();
  /** The deliveries that something will attend to, each with its timer; null while they are held or being sent. */
  #scheduled = new Map();
  #gates = new Map();
  #stopped = false;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  enqueue(unit, event, endpoint) {
    const delivery = owe(unit, event, endpoint);
    unit.afterCommit.push(() => this.#accept(unit.platformKey, delivery));
  }

  /** Delivers an event once more to everyone who listens, as the dashboard's button does. */
  resend(unit, event) {
    const endpoints = listeningEndpoints(unit, event.type);
    unit.account.update('events', event.id, { pending_webhooks: event.pending_webhooks + endpoints.length });
    for (const endpoint of endpoints) {
      const delivery = owe(unit, event, endpoint);
      unit.afterCommit.push(() => this.#arm(unit.platformKey, delivery));
    }
    return endpoints.length;
  }

  disturbance(platformKey) {
    let disturbance = this.#disturbances.get(platformKey);
    if (!disturbance) this.#disturbances.set(platformKey, (disturbance = new WebhookDisturbance()));
    return disturbance;
  }

  disturb(platformKey, changes) {
    const disturbance = this.disturbance(platformKey);
    disturbance.change(changes);
    if (!disturbance.paused) this.#armAll(platformKey);
    return disturbance;
  }

  resume() {
    for (const key of this.#emulator.platformKeys()) this.#armAll(key);
  }

  stop() {
    this.#stopped = true;
    for (const timer of this.#scheduled.values()) clearTimeout(timer);
    this.#scheduled.clear();
  }

  #accept(platformKey, delivery) {
    const disturbance = this.disturbance(platformKey);
    if (disturbance.loses()) {
      // Lost for good; the event's pending_webhooks stays up, as for an endpoint that never answered.
      this.#emulator.run({ platformKey }, (unit) => unit.platform.delete('deliveries', delivery.id));
    } else if (disturbance.reorder) {
      this.#scheduled.set(delivery.id, null);
      disturbance.hold(delivery, (held) => this.#sendInOrder(platformKey, held));
    } else {
      this.#arm(platformKey, { ...delivery, due_at: delivery.due_at + disturbance.delayMs });
    }
  }

  #armAll(platformKey) {
    for (const delivery of this.#emulator.store.account(platformKey).all('deliveries')) {
      if (!this.#scheduled.has(delivery.id)) this.#arm(platformKey, delivery);
    }
  }

  #arm(platformKey, delivery) {
    const timer = setTimeout(() => this.#attempt(platformKey, delivery.id), Math.max(0, delivery.due_at - Date.now()));
    timer.unref();
    this.#scheduled.set(delivery.id, timer);
  }

  async #sendInOrder(platformKey, deliveries) {
    for (const delivery of deliveries) await this.#attempt(platformKey, delivery.id);
  }

  async #attempt(platformKey, deliveryId) {
    // A paused delivery is stored but not scheduled, which is where `#armAll` finds it.
    if (this.#stopped || this.disturbance(platformKey).paused) {
      this.#scheduled.delete(deliveryId);
      return;
    }

    this.#scheduled.set(deliveryId, null);
    const delivery = this.#emulator.store.account(platformKey).get('deliveries', deliveryId);
    const isDelivered = await this.#gate(delivery.endpoint).run(() => this.#send(platformKey, delivery));
    this.#scheduled.delete(deliveryId);
    if (this.#stopped) return;
    if (isDelivered) this.#settle(platformKey, delivery);
    else this.#retryLater(platformKey, delivery);
  }

  async #send(platformKey, delivery) {
    const { store } = this.#emulator;
    const endpoint = store.account(platformKey).get('webhook_endpoints', delivery.endpoint);
    // Nobody is owed an event whose endpoint was deleted meanwhile.
    if (!endpoint || endpoint.status !== 'enabled') return true;

    const event = store.account(platformKey, delivery.account).get('events', delivery.event);
    const payload = JSON.stringify(event, null, 2);
    let isDelivered = true;
    for (let copy = 0; copy <= this.disturbance(platformKey).duplicate; copy += 1) {
      isDelivered = await post(endpoint, payload) && isDelivered;
    }
    return isDelivered;
  }

  #settle(platformKey, delivery) {
    this.#emulator.run({ platformKey, accountId: delivery.account }, (unit) => {
      const event = unit.account.get('events', delivery.event);
      unit.account.update('events', event.id, { pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
      unit.platform.delete('deliveries', delivery.id);
    });
  }

  #retryLater(platformKey, delivery) {
    const attempts = delivery.attempts + 1;
    this.#emulator.run({ platformKey }, (unit) => {
      if (attempts >= MAXIMUM_ATTEMPTS) {
        unit.platform.delete('deliveries', delivery.id);
        return;
      }
      const next = unit.platform.update('deliveries', delivery.id, { attempts, due_at: Date.now() + retryDelay(attempts) });
      unit.afterCommit.push(() => this.#arm(platformKey, next));
    });
  }

  #gate(endpointId) {
    let gate = this.#gates.get(endpointId);
    if (!gate) this.#gates.set(endpointId, (gate = new Gate(CONCURRENT_PER_ENDPOINT)));
    return gate;
  }
}

function owe(unit, event, endpoint) {
  return unit.platform.put('deliveries', {
    id: newId.delivery(), event: event.id, account: unit.accountId, endpoint: endpoint.id, attempts: 0, due_at: Date.now(),
  });
}

async function post(endpoint, payload) {
  const timestamp = Math.floor(Date.now() / 1_000);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'Cache-Control': 'no-cache',
        'Stripe-Signature': signatureHeader(payload, validSecrets(endpoint, timestamp), timestamp),
      },
      body: payload,
    });
    await response.arrayBuffer();
    return response.status >= 200 && response.status < 300;
  } catch {
    // Refused, reset or timed out: all mean "not delivered".
    return false;
  }
}

function retryDelay(attempts) {
  const delay = RETRY_DELAYS_MS[Math.min(attempts, RETRY_DELAYS_MS.length) - 1];
  return Math.round(delay * (1 + JITTER * (2 * Math.random() - 1)));
}
