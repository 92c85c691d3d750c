import { createHash } from 'node:crypto';
import { canonicalForm } from './form-encoding.js';
import { idempotencyKeyInUse, idempotencyMismatch, invalidParameter } from './errors.js';

const LIFETIME_SECONDS = 24 * 60 * 60;
const MAXIMUM_KEY_LENGTH = 255;

const running = new Set();

/**
 * Claims a request's key for as long as the request runs. Answers `{ saved }` when the request was already executed, else
 * `{ save, release }`: `save(unit, …)` belongs in the transaction of the request's own effects.
 */
export function claimKey(account, request) {
  const key = request.idempotencyKey;
  // Stripe ignores the key of a GET or DELETE, which are idempotent without one.
  if (!key || request.method !== 'POST') return { saved: null, save() {}, release() {} };
  if (key.length > MAXIMUM_KEY_LENGTH) {
    throw invalidParameter(`Idempotency keys can be at most ${MAXIMUM_KEY_LENGTH} characters long.`, 'idempotency_key');
  }

  const fingerprint = fingerprintOf(request);
  const record = account.get('idempotency_keys', key);
  if (record && !isOld(record)) {
    if (record.fingerprint !== fingerprint) throw idempotencyMismatch(key);
    return { saved: record, save() {}, release() {} };
  }

  const claim = `${account.name} ${key}`;
  if (running.has(claim)) throw idempotencyKeyInUse(key);
  running.add(claim);
  return {
    saved: null,
    save: (unit, { status, body }) => unit.account.put('idempotency_keys', {
      id: key, fingerprint, status, body, request_id: request.id, created: unit.nowSeconds(),
    }),
    release: () => running.delete(claim),
  };
}

export function forgetOldKeys(unit) {
  for (const record of unit.account.all('idempotency_keys')) {
    if (isOld(record)) unit.account.delete('idempotency_keys', record.id);
  }
}

function fingerprintOf({ method, path, body }) {
  return createHash('sha256').update(`${method} ${path} ${canonicalForm(body)}`).digest('hex');
}

function isOld(record) {
  return record.created + LIFETIME_SECONDS <= Date.now() / 1_000;
}
