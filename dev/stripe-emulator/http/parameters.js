import { invalidParameter, parameterMissing, parameterUnknown } from './errors.js';
import { isCurrency } from '../state/money.js';

/*
 * A rule is `{ read(value, path), isRequired }`: `value` is a string or a Map from form-encoding.js, and `read` answers
 * what the handler works with. Only what was sent appears in the result; `null` means "sent empty, unset it".
 */

const METADATA_LIMITS = { keys: 50, keyLength: 40, valueLength: 500 };

export const required = (rule) => ({ ...rule, isRequired: true });

export const text = ({ maximum = 5_000, clearable = false } = {}) => ({
  read(value, path) {
    const string = leaf(value, path);
    if (string === '') {
      if (clearable) return null;
      throw emptyParameter(path);
    }
    if (string.length > maximum) {
      throw invalidParameter(`Invalid string: ${string.slice(0, 10)}…; must be at most ${maximum} characters`, path, 'parameter_invalid_string_length');
    }
    return string;
  },
});

export const integer = ({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = {}) => ({
  read(value, path) {
    const string = leaf(value, path);
    if (string === '') throw emptyParameter(path);
    const number = Number(string);
    if (!/^[+-]?\d+$/.test(string) || !Number.isSafeInteger(number)) {
      throw invalidParameter(`Invalid integer: ${string}`, path, 'parameter_invalid_integer');
    }
    if (number < minimum) {
      throw invalidParameter(`This value must be greater than or equal to ${minimum}.`, path, 'parameter_invalid_integer');
    }
    if (number > maximum) {
      throw invalidParameter(`This value must be less than or equal to ${maximum}.`, path, 'parameter_invalid_integer');
    }
    return number;
  },
});

/** A number with at most two decimals. */
export const number = ({ above = -Infinity, maximum = Infinity } = {}) => ({
  read(value, path) {
    const string = leaf(value, path);
    const given = Number(string);
    if (!/^\d+(\.\d{1,2})?$/.test(string)) throw invalidParameter(`Invalid decimal: ${string}; must contain at maximum two decimal places.`, path);
    if (given <= above || given > maximum) throw invalidParameter(`${path} must be greater than ${above} and at most ${maximum}.`, path);
    return given;
  },
});

export const flag = () => ({
  read(value, path) {
    const string = leaf(value, path);
    if (string === 'true') return true;
    if (string === 'false') return false;
    throw invalidParameter(`Invalid boolean: ${string}`, path);
  },
});

export const choice = (...options) => ({
  read(value, path) {
    const string = leaf(value, path);
    if (!options.includes(string)) throw invalidParameter(`Invalid ${path}: must be one of ${enumeration(options)}`, path);
    return string;
  },
});

export const currency = () => ({
  read(value, path) {
    const code = leaf(value, path).toLowerCase();
    if (!isCurrency(code)) throw invalidParameter(`Invalid currency: ${code}.`, path);
    return code;
  },
});

/** Any absolute http(s) URL; Stripe's `{CHECKOUT_SESSION_ID}` placeholder may stand in it. */
export const url = () => ({
  read(value, path) {
    const string = leaf(value, path);
    const filled = string.replaceAll('{CHECKOUT_SESSION_ID}', 'cs_test');
    if (!/^https?:\/\//.test(filled) || !URL.canParse(filled)) {
      throw invalidParameter('Not a valid URL', path, 'url_invalid');
    }
    return string;
  },
});

export const email = () => ({
  read(value, path) {
    const string = leaf(value, path);
    if (!/^[^\s@]+@[^\s@]+$/.test(string)) throw invalidParameter(`Invalid email address: ${string}`, path, 'email_invalid');
    return string;
  },
});

export const listOf = (rule, { maximum = 100 } = {}) => ({
  read(value, path) {
    if (value === '') return [];
    if (!(value instanceof Map) || ![...value.keys()].every((key) => /^\d+$/.test(key))) {
      throw invalidParameter('Invalid array', path);
    }
    if (value.size > maximum) throw invalidParameter(`Array must have at most ${maximum} elements.`, path);
    return [...value.entries()]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([index, item]) => rule.read(item, `${path}[${index}]`));
  },
});

export const hash = (schema) => ({
  read(value, path) {
    if (!(value instanceof Map)) throw invalidParameter('Invalid object', path);
    return readParameters(schema, value, path);
  },
});

/** A hash whose keys are anything, as `capabilities[transfers][requested]`. */
export const hashOf = (rule) => ({
  read(value, path) {
    if (!(value instanceof Map)) throw invalidParameter('Invalid object', path);
    return Object.fromEntries([...value].map(([key, item]) => [key, rule.read(item, `${path}[${key}]`)]));
  },
});

/** Reads to `{ key: string | null }`, or null to clear all; see `mergeMetadata`. */
export const metadata = () => ({
  read(value, path) {
    if (value === '') return null;
    if (!(value instanceof Map)) throw invalidParameter('Invalid object', path);
    if (value.size > METADATA_LIMITS.keys) {
      throw invalidParameter(`Metadata can have at most ${METADATA_LIMITS.keys} keys.`, path);
    }
    return Object.fromEntries([...value].map(([key, item]) => [key, metadataValue(key, item, path)]));
  },
});

/** `created=…` or `created[gte]=…`, as lists take it. */
export const timeRange = () => ({
  read(value, path) {
    if (value instanceof Map) return hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }).read(value, path);
    const exactly = integer().read(value, path);
    return { gte: exactly, lte: exactly };
  },
});

export const pageParameters = {
  limit: integer({ minimum: 1, maximum: 100 }),
  starting_after: text(),
  ending_before: text(),
};

/** Reads a decoded form by a schema, refusing what it does not name and missing what it requires. */
export function readParameters(schema, form, prefix = '') {
  const pathOf = (name) => (prefix ? `${prefix}[${name}]` : name);

  for (const name of form.keys()) {
    if (!Object.hasOwn(schema, name)) throw parameterUnknown(pathOf(name));
  }

  const result = {};
  for (const [name, rule] of Object.entries(schema)) {
    if (form.has(name)) result[name] = rule.read(form.get(name), pathOf(name));
    else if (rule.isRequired) throw parameterMissing(pathOf(name));
  }
  return result;
}

/** Stripe merges metadata key by key; an empty value removes a key, an empty hash removes all. */
export function mergeMetadata(current, given) {
  if (given === undefined) return current;
  if (given === null) return {};
  return Object.fromEntries(Object.entries({ ...current, ...given }).filter(([, value]) => value !== null));
}

function metadataValue(key, item, path) {
  if (key.length > METADATA_LIMITS.keyLength) {
    throw invalidParameter(`Metadata keys can be up to ${METADATA_LIMITS.keyLength} characters long.`, path);
  }
  const value = leaf(item, `${path}[${key}]`);
  if (value.length > METADATA_LIMITS.valueLength) {
    throw invalidParameter(`Metadata values can have up to ${METADATA_LIMITS.valueLength} characters, but you passed in a value that is ${value.length} characters.`, `${path}[${key}]`);
  }
  return value === '' ? null : value;
}

function leaf(value, path) {
  if (typeof value !== 'string') throw invalidParameter('Invalid string', path);
  return value;
}

function emptyParameter(path) {
  return invalidParameter(`You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`, path, 'parameter_invalid_empty');
}

function enumeration(options) {
  if (options.length === 1) return options[0];
  return `${options.slice(0, -1).join(', ')}, or ${options.at(-1)}`;
}
