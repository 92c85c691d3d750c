import { API_VERSION } from '../webhooks/events.js';
import { newId } from '../state/ids.js';
import { page } from '../http/lists.js';
import { flag, listOf, mergeMetadata, metadata, pageParameters, required, text, url } from '../http/parameters.js';
import { findByPath } from './find.js';

const CONFIGURED_ID = 'we_1ConfiguredAtStart';

const writeParameters = {
  description: text({ clearable: true }),
  enabled_events: listOf(text(), { maximum: 500 }),
  metadata: metadata(),
  url: url(),
};
const createParameters = {
  ...writeParameters, api_version: text(), connect: flag(), enabled_events: required(writeParameters.enabled_events), url: required(url()),
};
const updateParameters = { ...writeParameters, disabled: flag() };

export const webhookEndpointRoutes = [
  { method: 'POST', path: '/v1/webhook_endpoints', parameters: createParameters, handle: createEndpoint },
  { method: 'GET', path: '/v1/webhook_endpoints', parameters: pageParameters, handle: listEndpoints },
  { method: 'GET', path: '/v1/webhook_endpoints/:id', parameters: {}, handle: retrieveEndpoint },
  { method: 'POST', path: '/v1/webhook_endpoints/:id', parameters: updateParameters, handle: updateEndpoint },
  { method: 'DELETE', path: '/v1/webhook_endpoints/:id', parameters: {}, handle: deleteEndpoint },
];

/** The endpoint of the command line follows it: made, changed or, when it is no longer there, removed. It hears Connect too. */
export function installConfiguredEndpoint(emulator, configured) {
  for (const platformKey of emulator.platformKeys()) {
    if (platformKey !== configured?.apiKey) {
      emulator.run({ platformKey }, (unit) => unit.platform.delete('webhook_endpoints', CONFIGURED_ID));
    }
  }
  if (!configured) return;
  emulator.run({ platformKey: configured.apiKey }, (unit) => unit.platform.put('webhook_endpoints', {
    ...describeEndpoint(unit, { url: configured.url, enabled_events: ['*'], description: 'Configured at start' }),
    id: CONFIGURED_ID,
    hears: 'everything',
    secrets: [{ value: configured.secret, expires_at: null }],
  }));
}

/** Replaces the signing secret; the old ones go on signing for a while, beside the new one. */
export function rollSecret(unit, id, { secret = newId.webhookSecret(), expires_in_seconds: graceSeconds = 24 * 60 * 60 }) {
  const endpoint = findByPath(unit, 'webhook_endpoints', 'webhook endpoint', id);
  const now = unit.nowSeconds();
  const former = endpoint.secrets
    .filter((candidate) => isValid(candidate, now))
    .map((candidate) => ({ ...candidate, expires_at: candidate.expires_at ?? now + graceSeconds }));
  const rolled = unit.platform.update('webhook_endpoints', id, { secrets: [{ value: secret, expires_at: null }, ...former] });
  return { ...present(rolled), secret };
}

export function validSecrets(endpoint, nowSeconds) {
  return endpoint.secrets.filter((secret) => isValid(secret, nowSeconds)).map(({ value }) => value);
}

function isValid(secret, nowSeconds) {
  return secret.expires_at === null || secret.expires_at > nowSeconds;
}

function createEndpoint(unit, { connect = false, ...fields }) {
  const secret = newId.webhookSecret();
  const endpoint = unit.platform.put('webhook_endpoints', {
    ...describeEndpoint(unit, fields),
    id: newId.webhookEndpoint(),
    hears: connect ? 'connect' : 'platform',
    secrets: [{ value: secret, expires_at: null }],
  });
  // The secret is told once, here.
  return { ...present(endpoint), secret };
}

function describeEndpoint(unit, { api_version: apiVersion = API_VERSION, description = null, enabled_events: enabledEvents, metadata: given, url: target }) {
  return {
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: unit.nowSeconds(),
    description,
    enabled_events: enabledEvents,
    livemode: false,
    metadata: mergeMetadata({}, given),
    status: 'enabled',
    url: target,
  };
}

function present({ hears: _hears, secrets: _secrets, ...endpoint }) {
  return endpoint;
}

function listEndpoints(unit, paging) {
  return page('/v1/webhook_endpoints', unit.platform.all('webhook_endpoints').map(present), paging);
}

function retrieveEndpoint(unit, parameters, id) {
  return present(findByPath(unit, 'webhook_endpoints', 'webhook endpoint', id));
}

function updateEndpoint(unit, { disabled, metadata: given, ...fields }, id) {
  const endpoint = findByPath(unit, 'webhook_endpoints', 'webhook endpoint', id);
  return present(unit.platform.update('webhook_endpoints', id, {
    ...fields,
    ...(disabled !== undefined && { status: disabled ? 'disabled' : 'enabled' }),
    metadata: mergeMetadata(endpoint.metadata, given),
  }));
}

function deleteEndpoint(unit, parameters, id) {
  findByPath(unit, 'webhook_endpoints', 'webhook endpoint', id);
  unit.platform.delete('webhook_endpoints', id);
  return { id, object: 'webhook_endpoint', deleted: true };
}
