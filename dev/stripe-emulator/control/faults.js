import { invalidParameter } from '../http/errors.js';
import { boolean, milliseconds, object, oneOf, readFields, requireField, string, wholeNumber } from '../http/json-fields.js';

const RULE = { match: object, action: object, times: wholeNumber(1, 1_000_000) };
const MATCH = { method: string, path: string };
const ACTION = {
  type: oneOf('fail', 'delay', 'drop_before', 'drop_after'),
  ms: milliseconds,
  status: wholeNumber(400, 599),
  error: object,
  saved: boolean,
};

/** Rules that make API calls of one key go wrong, a counted number of times. In memory: they are a test's, not the account's. */
export class Faults {
  #rules = new Map();

  add(key, definition) {
    const rule = readRule(definition);
    this.#rules.set(key, [...this.list(key), rule]);
    return rule;
  }

  clear(key) {
    this.#rules.delete(key);
  }

  list(key) {
    return this.#rules.get(key) ?? [];
  }

  /** The action of the first rule that matches, which is thereby used up by one. */
  take(key, method, path) {
    const rule = this.list(key).find((candidate) => matches(candidate, method, path));
    if (!rule) return null;
    rule.times -= 1;
    if (rule.times <= 0) this.#rules.set(key, this.list(key).filter((candidate) => candidate !== rule));
    return rule.action;
  }
}

/** A path is a prefix, or a regular expression if it starts with `^`. */
function matches({ match }, method, path) {
  if (match.method && match.method !== method) return false;
  if (!match.path) return true;
  return match.path.startsWith('^') ? new RegExp(match.path).test(path) : path.startsWith(match.path);
}

function readRule(definition) {
  requireField(definition, 'action');
  const { match = {}, action, times = 1 } = readFields(RULE, definition);
  const { method = null, path = '' } = readFields(MATCH, match);
  readFields(ACTION, action);
  requireField(action, 'type');
  if (action.type === 'delay') requireField(action, 'ms');
  checkPattern(path);
  return { match: { method: method?.toUpperCase() ?? null, path }, action: withDefaults(action), times };
}

function checkPattern(path) {
  try {
    if (path.startsWith('^')) new RegExp(path);
  } catch {
    throw invalidParameter('match.path is not a valid regular expression.', 'match');
  }
}

/**
 * Stripe binds a 500 to its idempotency key because the endpoint had begun; refusals at the edge (429, 502, 503 …) it does
 * not. A rule may say otherwise with `saved`.
 */
function withDefaults(action) {
  if (action.type !== 'fail') return action;
  const status = action.status ?? 500;
  return {
    type: 'fail',
    status,
    error: action.error ?? { type: 'api_error', message: 'An unknown error occurred.' },
    saved: action.saved ?? status === 500,
  };
}
