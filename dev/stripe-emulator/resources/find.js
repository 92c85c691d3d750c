import { noSuchReference, notFound } from '../http/errors.js';

/** The object that the request's path names. */
export function findByPath(unit, collection, kind, id) {
  const object = unit.account.get(collection, id);
  if (!object) throw notFound(kind, id);
  return object;
}

/** The object that a parameter names, which must not be a deleted one; null when the parameter was not given. */
export function findByParameter(unit, collection, kind, id, param) {
  if (id === undefined || id === null) return null;
  const object = unit.account.get(collection, id);
  if (!object || object.deleted) throw noSuchReference(kind, id, param);
  return object;
}
