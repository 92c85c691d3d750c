import { createdWithin, page } from '../http/lists.js';
import { flag, listOf, pageParameters, text, timeRange } from '../http/parameters.js';
import { findByPath } from './find.js';

const listParameters = { ...pageParameters, created: timeRange(), delivery_success: flag(), type: text(), types: listOf(text(), { maximum: 20 }) };

export const eventRoutes = [
  { method: 'GET', path: '/v1/events', parameters: listParameters, handle: listEvents },
  { method: 'GET', path: '/v1/events/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'events', 'event', id) },
];

function listEvents(unit, { created, delivery_success: delivered, type, types, ...paging }) {
  const isWanted = createdWithin(created);
  const patterns = types ?? (type ? [type] : ['*']);
  const events = unit.account.all('events').filter((event) => isWanted(event)
    && (delivered === undefined || delivered === (event.pending_webhooks === 0))
    && patterns.some((pattern) => isOfType(event.type, pattern)));
  return page('/v1/events', events, paging);
}

/** A pattern is a type, or a group of types such as `charge.*`. */
function isOfType(type, pattern) {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
