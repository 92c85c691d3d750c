/**
 * An error as the API states it. `keepsWrites` marks those which are the recorded outcome of an operation (a declined
 * card), in contrast to those which undo it.
 */
export class StripeError extends Error {
  constructor(status, body, { keepsWrites = false, beforeExecution = false } = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.keepsWrites = keepsWrites;
    /** True when the endpoint never began: such an answer is not bound to an idempotency key. */
    this.beforeExecution = beforeExecution;
  }

  /** The wire form. Fields are sorted because Stripe sorts them. */
  toJSON(requestId, atSeconds) {
    const fields = { ...this.body };
    if (fields.code) fields.doc_url = `https://stripe.com/docs/error-codes/${fields.code.replaceAll('_', '-')}`;
    if (requestId) fields.request_log_url = `https://dashboard.stripe.com/test/logs/${requestId}?t=${atSeconds}`;
    return { error: Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}

export function invalidRequest(message, { code, param, status = 400, ...extra } = {}) {
  const body = { type: 'invalid_request_error', message, ...extra };
  if (code) body.code = code;
  if (param) body.param = param;
  return new StripeError(status, body);
}

/** A parameter that is refused before the endpoint begins. */
export function invalidParameter(message, param, code) {
  const body = { type: 'invalid_request_error', message, param };
  if (code) body.code = code;
  return new StripeError(400, body, { beforeExecution: true });
}

export const parameterMissing = (param) =>
  invalidParameter(`Missing required param: ${param}.`, param, 'parameter_missing');

export const parameterUnknown = (param) =>
  invalidParameter(`Received unknown parameter: ${param}`, param, 'parameter_unknown');

/** An id in the path that names nothing. */
export const notFound = (kind, id) =>
  invalidRequest(`No such ${kind}: '${id}'`, { code: 'resource_missing', param: 'id', status: 404 });

/** An id in a parameter that names nothing. */
export const noSuchReference = (kind, id, param) =>
  invalidRequest(`No such ${kind}: '${id}'`, { code: 'resource_missing', param });

export const unrecognizedUrl = (method, path) =>
  new StripeError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  }, { beforeExecution: true });

export const authenticationFailed = (message) =>
  new StripeError(401, { type: 'invalid_request_error', message }, { beforeExecution: true });

export const accountAccessDenied = (maskedKey, accountId) =>
  new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key '${maskedKey}' does not have access to account '${accountId}' (or that account does not exist). Application access may have been revoked.`,
  }, { beforeExecution: true });

export const idempotencyMismatch = (key) =>
  new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  }, { beforeExecution: true });

export const idempotencyKeyInUse = (key) =>
  new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  }, { beforeExecution: true });

/** Stripe locks the objects of a test clock while it advances. */
export const testClockBusy = (id) =>
  new StripeError(429, {
    type: 'invalid_request_error',
    message: `Test clock advancement underway - cannot perform modifications: ${id}`,
  }, { beforeExecution: true });

export const internalError = () =>
  new StripeError(500, {
    type: 'api_error',
    message: 'Sorry! There was an error while talking to Stripe. Please try again, or get in touch with us at support@stripe.com if this problem persists.',
  });
