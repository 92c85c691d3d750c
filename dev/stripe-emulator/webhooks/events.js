import { newId } from '../state/ids.js';
import { isHash } from '../http/json-fields.js';

/** The version whose shapes the emulator answers in; the one that Stripe.net 53.1 is made for. */
export const API_VERSION = '2026-10-28.endive';

export class Events {
  /** Records that something happened, and hands it to the account's webhook endpoints. */
  emit(unit, type, object, previousAttributes) {
    const endpoints = listeningEndpoints(unit, type);
    const event = unit.account.put('events', {
      id: newId.event(),
      object: 'event',
      ...(unit.accountId && { account: unit.accountId }),
      api_version: API_VERSION,
      created: unit.nowSeconds(),
      data: {
        object,
        ...(previousAttributes && { previous_attributes: previousAttributes }),
      },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: {
        id: unit.request?.id ?? null,
        idempotency_key: unit.request?.idempotencyKey ?? null,
      },
      type,
    });
    for (const endpoint of endpoints) unit.emulator.webhooks.enqueue(unit, event, endpoint);
    return event;
  }
}

/** Endpoints are the platform's; those made for Connect hear its connected accounts, the others the platform itself. */
export function listeningEndpoints(unit, type) {
  return unit.platform.all('webhook_endpoints').filter((endpoint) => endpoint.status === 'enabled'
    && (endpoint.hears === 'everything' || (endpoint.hears === 'connect') === (unit.accountId !== null))
    && (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)));
}

/** The `previous_attributes` of an update: the old values of what changed, hashes reduced to their changed keys. */
export function changedAttributes(before, after) {
  const changes = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, current] = [before[key] ?? null, after[key] ?? null];
    if (JSON.stringify(old) === JSON.stringify(current)) continue;
    changes[key] = isHash(old) && isHash(current) ? changedAttributes(old, current) : old;
  }
  return changes;
}
