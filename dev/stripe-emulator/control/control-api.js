import { authenticate } from '../http/authentication.js';
import { invalidParameter, internalError, notFound, StripeError, unrecognizedUrl } from '../http/errors.js';
import { readBody } from '../http/http-body.js';
import { newId } from '../state/ids.js';
import { byCurrency, isHash, listOf, milliseconds, oneOf, readFields, requireField, string, wholeNumber } from '../http/json-fields.js';
import { isCurrency } from '../state/money.js';
import { Router } from '../http/router.js';
import { settleInvoice } from '../billing/collection.js';
import { changeAccount } from '../resources/connect/accounts.js';
import { settleSession } from '../resources/payments/checkout-payment.js';
import { expireSession } from '../resources/payments/checkout-sessions.js';
import { closeDispute, openDispute } from '../resources/payments/disputes.js';
import { findByPath } from '../resources/find.js';
import { settlePayout } from '../resources/connect/payouts.js';
import { failRefund } from '../resources/payments/refunds.js';
import { rollSecret } from '../resources/webhook-endpoints.js';

const CONVERSION = {
  what: '{"currency", "exchange_rate"}',
  accepts: (value) => isHash(value) && isCurrency(value.currency) && value.exchange_rate > 0,
};
const SETTINGS = {
  funds_available_after_ms: milliseconds,
  delayed_settlement_after_ms: milliseconds,
  subscription_retry_days: listOf(wholeNumber(1, 60), 8),
  subscription_after_retries: oneOf('cancel', 'leave_past_due', 'mark_unpaid'),
  test_clock_step_ms: milliseconds,
  verification_after_ms: milliseconds,
  payout_arrives_after_ms: milliseconds,
  payout_day_ms: milliseconds,
  converted_currencies: byCurrency(CONVERSION),
};
const ROLL = { secret: string, expires_in_seconds: wholeNumber(0, 7 * 86_400) };
const SETTLEMENT = { outcome: oneOf('succeeded', 'failed') };
const DISPUTE = { amount: wholeNumber(1, 99_999_999), reason: string };
const PAYOUT = { outcome: oneOf('paid', 'failed'), failure_code: string, failure_message: string };
const DECISION = { outcome: oneOf('won', 'lost') };

/** `handle({ emulator, key, unit }, body, ...ids)`; a route marked `changesState` gets a unit of work. */
const router = new Router([
  { method: 'POST', path: '/_emulator/faults', handle: ({ emulator, key }, body) => emulator.faults.add(key, body) },
  { method: 'GET', path: '/_emulator/faults', handle: ({ emulator, key }) => ({ data: emulator.faults.list(key) }) },
  { method: 'DELETE', path: '/_emulator/faults', handle: clearFaults },
  { method: 'GET', path: '/_emulator/requests', handle: ({ emulator, key }) => ({ data: emulator.requestLog.list(key) }) },
  { method: 'DELETE', path: '/_emulator/requests', handle: clearRequests },
  { method: 'GET', path: '/_emulator/settings', handle: ({ emulator, key }) => emulator.settings(key) },
  { method: 'POST', path: '/_emulator/settings', handle: changeSettings },
  { method: 'GET', path: '/_emulator/webhooks', handle: ({ emulator, key }) => emulator.webhooks.disturbance(key) },
  { method: 'POST', path: '/_emulator/webhooks', handle: ({ emulator, key }, body) => emulator.webhooks.disturb(key, body) },
  { method: 'POST', path: '/_emulator/webhook_endpoints/:id/roll_secret', changesState: true, handle: ({ unit }, body, id) => rollSecret(unit, id, readFields(ROLL, body)) },
  { method: 'POST', path: '/_emulator/events/:id/resend', changesState: true, handle: resendEvent },
  { method: 'POST', path: '/_emulator/checkout/sessions/:id/settle', changesState: true, handle: settle },
  { method: 'POST', path: '/_emulator/checkout/sessions/:id/expire', changesState: true, handle: expire },
  { method: 'POST', path: '/_emulator/accounts/:id', changesState: true, handle: ({ unit }, body, id) => overrideAccount(unit, body, id) },
  { method: 'POST', path: '/_emulator/charges/:id/dispute', changesState: true, handle: ({ unit }, body, id) => openDispute(unit, id, readFields(DISPUTE, body)) },
  { method: 'POST', path: '/_emulator/disputes/:id/close', changesState: true, handle: ({ unit }, body, id) => decide(unit, body, id) },
  { method: 'POST', path: '/_emulator/invoices/:id/settle', changesState: true, handle: settleDebit },
  { method: 'POST', path: '/_emulator/payouts/:id/settle', changesState: true, handle: decidePayout },
  { method: 'POST', path: '/_emulator/refunds/:id/fail', changesState: true, handle: ({ unit }, body, id) => failRefund(unit, id) },
]);

/** What Stripe has no API for: making things go wrong, and making them happen now. JSON, scoped by the bearer's key. */
export class ControlApi {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  async serve(message, response, path) {
    let status = 200;
    let result;
    try {
      result = path === '/_emulator/health' ? { status: 'ok' } : await this.#answer(message, path);
    } catch (error) {
      const known = error instanceof StripeError ? error : internalError();
      if (known !== error) console.error('stripe-emulator:', error);
      status = known.status;
      result = known.toJSON();
    }
    response.writeHead(status, { 'Content-Type': 'application/json', ...(status === 413 && { Connection: 'close' }) });
    response.end(JSON.stringify(result, null, 2));
  }

  async #answer(message, path) {
    const body = parseObject(await readBody(message));
    const key = authenticate(message);
    const match = router.find(message.method, path);
    if (!match) throw unrecognizedUrl(message.method, path);

    const context = { emulator: this.#emulator, key };
    if (!match.route.changesState) return match.route.handle(context, body, ...match.ids);
    const request = { id: newId.request(), idempotencyKey: null };
    return this.#emulator.run({ platformKey: key, request }, (unit) => match.route.handle({ ...context, unit }, body, ...match.ids));
  }
}

function clearFaults({ emulator, key }) {
  emulator.faults.clear(key);
  return { data: [] };
}

function clearRequests({ emulator, key }) {
  emulator.requestLog.clear(key);
  return { data: [] };
}

function changeSettings({ emulator, key }, body) {
  return Object.assign(emulator.settings(key), readFields(SETTINGS, body));
}

/** An event of a connected account is found as well, because its Connect webhooks were the platform's. */
function resendEvent({ emulator, unit }, body, id) {
  const owner = ownerOf(unit, 'events', 'event', id);
  return { id, deliveries: emulator.webhooks.resend(owner, owner.account.get('events', id)) };
}

/** Where an object is: with the platform, or with one of its connected accounts. */
function ownerOf(unit, collection, kind, id) {
  const accounts = unit.platform.all('accounts').map((account) => unit.onConnectedAccount(account.id));
  const owner = [unit, ...accounts].find((candidate) => candidate.account.get(collection, id));
  if (!owner) throw notFound(kind, id);
  return owner;
}

function decidePayout({ unit }, body, id) {
  const { outcome, failure_code: code = 'could_not_process', failure_message: message = 'The bank could not process this payout.' } = readFields(PAYOUT, body);
  requireField(body, 'outcome');
  const settled = settlePayout(ownerOf(unit, 'payouts', 'payout', id), id, outcome === 'failed' ? { code, message } : null);
  if (!settled) throw invalidParameter('This payout is not on its way.', 'id');
  return settled;
}

function settle({ unit }, body, id) {
  const { outcome } = readFields(SETTLEMENT, body);
  requireField(body, 'outcome');
  findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  if (!settleSession(unit, id, outcome)) throw invalidParameter('This session has no payment that awaits settlement.', 'id');
  return unit.account.get('checkout_sessions', id);
}

/** The same by the invoice, which is all that a renewal has. */
function settleDebit({ unit }, body, id) {
  const { outcome } = readFields(SETTLEMENT, body);
  requireField(body, 'outcome');
  findByPath(unit, 'invoices', 'invoice', id);
  const session = unit.account.all('checkout_sessions').find((one) => one.invoice === id);
  const isSettled = session ? settleSession(unit, session.id, outcome) : settleInvoice(unit, id, outcome);
  if (!isSettled) throw invalidParameter('This invoice has no payment that awaits settlement.', 'id');
  return unit.account.get('invoices', id);
}

function expire({ unit }, body, id) {
  findByPath(unit, 'checkout_sessions', 'checkout.session', id);
  return expireSession(unit, id);
}

function decide(unit, body, id) {
  const { outcome } = readFields(DECISION, body);
  requireField(body, 'outcome');
  return closeDispute(unit, id, outcome);
}

/** Hashes are merged, so that `{ "capabilities": { "transfers": "inactive" } }` leaves the other capabilities alone. */
function overrideAccount(unit, overrides, id) {
  const account = findByPath(unit, 'accounts', 'account', id);
  return changeAccount(unit, id, { ...merged(account, overrides), id, object: 'account' });
}

function merged(current, overrides) {
  const result = { ...current };
  for (const [key, value] of Object.entries(overrides)) {
    result[key] = isHash(current[key]) && isHash(value) ? merged(current[key], value) : value;
  }
  return result;
}

function parseObject(text) {
  if (text.trim() === '') return {};
  try {
    const value = JSON.parse(text);
    if (isHash(value)) return value;
  } catch {
    // Answered below, like any other text that is not an object.
  }
  throw invalidParameter('The body must be a JSON object.', 'body');
}
