import { invalidParameter } from './errors.js';
import { isCurrency } from '../state/money.js';

const DAY_MS = 86_400_000;

/* Kinds of JSON values that the control API takes: `accepts` decides, `what` says it in the refusal. */
export const boolean = { what: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const string = { what: 'a text', accepts: (value) => typeof value === 'string' && value !== '' };
export const fraction = { what: 'a number from 0 to 1', accepts: (value) => value >= 0 && value <= 1 };
export const object = { what: 'an object', accepts: isHash };
export const milliseconds = wholeNumber(0, DAY_MS);

export function wholeNumber(minimum, maximum) {
  return {
    what: `a whole number from ${minimum} to ${maximum}`,
    accepts: (value) => Number.isInteger(value) && value >= minimum && value <= maximum,
  };
}

export function listOf(kind, maximum) {
  return {
    what: `a list of at most ${maximum}, each ${kind.what}`,
    accepts: (value) => Array.isArray(value) && value.length <= maximum && value.every(kind.accepts),
  };
}

export function oneOf(...options) {
  return { what: `one of ${options.join(', ')}`, accepts: (value) => options.includes(value) };
}

/** A setting for some currencies: `{ usd: … }`. */
export function byCurrency(kind) {
  return {
    what: `by currency: ${kind.what}`,
    accepts: (value) => isHash(value) && Object.entries(value).every(([code, one]) => isCurrency(code) && kind.accepts(one)),
  };
}

/** `body`, if it has no fields but those of `kinds`, and these are of their kind. */
export function readFields(kinds, body) {
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(kinds, name)) throw invalidParameter(`Unknown field: ${name}`, name);
    if (!kinds[name].accepts(value)) throw invalidParameter(`${name} must be ${kinds[name].what}.`, name);
  }
  return body;
}

export function requireField(body, name) {
  if (body[name] === undefined) throw invalidParameter(`${name} is required.`, name);
}

export function isHash(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
