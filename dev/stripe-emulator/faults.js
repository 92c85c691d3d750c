import { invalidParameter } from './errors.js';

const ACTIONS = new Set(['fail', 'delay', 'drop_before', 'drop_after']);

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

function readRule({ match = {}, action, times = 1 }) {
  if (!ACTIONS.has(action?.type)) throw invalidParameter(`action.type must be one of ${[...ACTIONS].join(', ')}.`, 'action');
  if (!Number.isInteger(times) || times < 1) throw invalidParameter('times must be a positive integer.', 'times');
  if (action.type === 'delay' && !(action.ms >= 0)) throw invalidParameter('action.ms must be given.', 'action');
  const path = match.path ?? '';
  try {
    if (path.startsWith('^')) new RegExp(path);
  } catch {
    throw invalidParameter('match.path is not a valid regular expression.', 'match');
  }
  return { match: { method: match.method?.toUpperCase() ?? null, path }, action: withDefaults(action), times };
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
