import { invalidRequest, noSuchReference } from './errors.js';

const DEFAULT_LIMIT = 10;

/** A page of objects, newest first, in Stripe's list envelope. `objects` are given oldest first, as the store keeps them. */
export function page(url, objects, { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before }) {
  if (after && before) throw invalidRequest('You cannot specify both starting_after and ending_before.', { param: 'ending_before' });
  const newestFirst = objects.toReversed();

  let start = 0;
  let end = newestFirst.length;
  if (after) start = positionOf(newestFirst, after, 'starting_after') + 1;
  if (before) end = positionOf(newestFirst, before, 'ending_before');

  const candidates = newestFirst.slice(start, end);
  return {
    object: 'list',
    data: before ? candidates.slice(-limit) : candidates.slice(0, limit),
    has_more: candidates.length > limit,
    url,
  };
}

/** A list that is part of an object. */
export function subList(url, objects) {
  return { object: 'list', data: objects, has_more: false, total_count: objects.length, url };
}

export function createdWithin(range) {
  if (!range) return () => true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return ({ created }) => created > gt && created >= gte && created < lt && created <= lte;
}

function positionOf(objects, id, param) {
  const position = objects.findIndex((object) => object.id === id);
  if (position < 0) throw noSuchReference('object', id, param);
  return position;
}
