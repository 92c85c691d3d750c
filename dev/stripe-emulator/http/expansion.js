import { invalidRequest } from './errors.js';
import { INCLUDED_ON_REQUEST, REFERENCES } from '../state/references.js';

const MAXIMUM_DEPTH = 4;

/** Answers `object` with the objects named by `paths` (such as `latest_charge.balance_transaction`) in place of their ids. */
export function expand(account, object, paths = []) {
  return paths.reduce((result, path) => expandPath(account, result, path.split('.'), path), object);
}

/** `kind` names what has no type of its own: a hash within an object, as `invoice_payment.payment`. */
function expandPath(account, object, [field, ...rest], path, kind = object.object) {
  if (rest.length >= MAXIMUM_DEPTH) {
    throw invalidRequest(`You cannot expand more than ${MAXIMUM_DEPTH} levels of a property. Property: ${path}`, { param: 'expand' });
  }
  if (object.object === 'list') {
    if (field !== 'data') throw cannotExpand(path);
    return { ...object, data: object.data.map((item) => (rest.length ? expandPath(account, item, rest, path) : item)) };
  }

  const value = valueOf(account, object, field, path, kind);
  const within = (one) => (rest.length && isObject(one) ? expandPath(account, one, rest, path, one.object ?? `${kind}.${field}`) : one);
  return { ...object, [field]: Array.isArray(value) ? value.map(within) : within(value) };
}

function valueOf(account, object, field, path, kind) {
  const current = object[field];
  const collections = REFERENCES[kind]?.[field];
  if (Array.isArray(current) && collections) return current.map((one) => referenced(account, one, collections));
  if (isObject(current)) return current;

  const included = INCLUDED_ON_REQUEST[kind]?.[field];
  if (included) return included(account, object);
  if (!collections) throw cannotExpand(path);
  return current === null || current === undefined ? null : referenced(account, current, collections);
}

function referenced(account, id, collections) {
  if (isObject(id)) return id;
  const collection = [collections].flat().find((candidate) => account.get(candidate, id));
  return collection ? account.get(collection, id) : id;
}

function cannotExpand(path) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}
