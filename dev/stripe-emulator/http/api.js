import { setTimeout as pause } from 'node:timers/promises';
import { apiRoutes } from './api-routes.js';
import { authenticate, mask } from './authentication.js';
import { accountAccessDenied, internalError, StripeError, unrecognizedUrl } from './errors.js';
import { API_VERSION } from '../webhooks/events.js';
import { expand } from './expansion.js';
import { decodeForm } from './form-encoding.js';
import { readBody } from './http-body.js';
import { claimKey } from './idempotency.js';
import { newId } from '../state/ids.js';
import { listOf, readParameters, text } from './parameters.js';
import { Router } from './router.js';

const router = new Router(apiRoutes);
const EXPAND = { expand: listOf(text(), { maximum: 20 }) };

/** The Stripe API: authenticates, applies faults and idempotency, runs one endpoint in one transaction, and answers. */
export class Api {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  async serve(message, response, path, search) {
    const request = {
      id: newId.request(),
      method: message.method,
      path,
      idempotencyKey: message.headers['idempotency-key'] ?? null,
      accountId: message.headers['stripe-account'] ?? null,
      version: message.headers['stripe-version'] ?? API_VERSION,
      key: null,
      fault: null,
    };
    let answer;
    try {
      const body = await readBody(message);
      request.body = request.method === 'POST' ? [search, body].filter(Boolean).join('&') : search;
      request.key = authenticate(message);
      request.fault = this.#emulator.faults.take(request.key, request.method, path);
      answer = await this.#answer(request);
    } catch (error) {
      if (message.destroyed && !message.complete) return;
      answer = errorAnswer(asStripeError(error), request);
    }
    this.#respond(request, response, answer);
  }

  async #answer(request) {
    const { fault } = request;
    if (fault?.type === 'drop_before') return null;
    if (fault?.type === 'fail' && !fault.saved) return { status: fault.status, body: { error: fault.error } };

    const account = this.#accountOf(request);
    const claim = claimKey(account, request);
    if (claim.saved) return { status: claim.saved.status, body: claim.saved.body, replayOf: claim.saved.request_id };
    try {
      if (fault?.type === 'delay') await pause(fault.ms);
      return this.#execute(request, claim);
    } finally {
      claim.release();
    }
  }

  /** The outcome and its idempotency record are one transaction: a crash leaves both or neither. */
  #execute(request, claim) {
    const context = { platformKey: request.key, accountId: request.accountId, request };
    try {
      return this.#emulator.run(context, (unit) => {
        try {
          const answer = this.#perform(unit, request);
          claim.save(unit, answer);
          return answer;
        } catch (error) {
          if (error.keepsWrites) claim.save(unit, errorAnswer(error, request));
          throw error;
        }
      });
    } catch (error) {
      const known = asStripeError(error);
      const answer = errorAnswer(known, request);
      // The endpoint's own writes are undone by now; its refusal is still the result of this key.
      if (!known.beforeExecution && !known.keepsWrites) this.#emulator.run(context, (unit) => claim.save(unit, answer));
      return answer;
    }
  }

  #perform(unit, request) {
    if (request.fault?.type === 'fail') {
      throw new StripeError(request.fault.status, request.fault.error);
    }
    const match = router.find(request.method, request.path);
    if (!match) throw unrecognizedUrl(request.method, request.path);
    const { expand: paths, ...parameters } = readParameters({ ...match.route.parameters, ...EXPAND }, decodeForm(request.body));
    const result = match.route.handle(unit, parameters, ...match.ids);
    return { status: 200, body: expand(unit.account, result, paths) };
  }

  #accountOf({ key, accountId }) {
    const { store } = this.#emulator;
    if (accountId && !store.account(key).get('accounts', accountId)) throw accountAccessDenied(mask(key), accountId);
    return store.account(key, accountId);
  }

  #respond(request, response, answer) {
    const isDropped = answer === null || request.fault?.type === 'drop_after';
    if (request.key) {
      this.#emulator.requestLog.add(request.key, {
        request_id: request.id,
        method: request.method,
        path: request.path,
        account: request.accountId,
        idempotency_key: request.idempotencyKey,
        status: answer?.status ?? null,
        replayed: Boolean(answer?.replayOf),
        dropped: isDropped,
        created: new Date().toISOString(),
      });
    }
    if (isDropped) {
      response.destroy();
      return;
    }

    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, no-store',
      'Request-Id': request.id,
      'Stripe-Version': request.version,
      ...(request.accountId && { 'Stripe-Account': request.accountId }),
      ...(request.idempotencyKey && { 'Idempotency-Key': request.idempotencyKey }),
      ...(answer.replayOf && { 'Idempotent-Replayed': 'true', 'Original-Request': answer.replayOf }),
      ...(answer.status === 401 && { 'WWW-Authenticate': 'Bearer realm="Stripe"' }),
      // A body that was too large is not read to its end, so the connection cannot be used again.
      ...(answer.status === 413 && { Connection: 'close' }),
    });
    response.end(JSON.stringify(answer.body, null, 2));
  }
}

function errorAnswer(error, request) {
  return { status: error.status, body: error.toJSON(request.id, Math.floor(Date.now() / 1_000)) };
}

function asStripeError(error) {
  if (error instanceof StripeError) return error;
  console.error('stripe-emulator:', error);
  return internalError();
}
