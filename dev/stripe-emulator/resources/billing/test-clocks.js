import { cancelSubscription, liveSubscriptions } from '../../billing/lifecycle.js';
import { addIntervals } from '../../billing/periods.js';
import { recurringOf } from '../../billing/subscription-object.js';
import { invalidRequest, testClockBusy } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { page } from '../../http/lists.js';
import { integer, pageParameters, required, text } from '../../http/parameters.js';
import { findByPath } from '../find.js';

const LIFETIME_SECONDS = 30 * 86_400;
const MOST_INTERVALS = 2;
/** The end of the year 9999. */
const LATEST_TIME = 253_402_300_799;

const time = required(integer({ minimum: 1, maximum: LATEST_TIME }));
const createParameters = { frozen_time: time, name: text({ maximum: 300 }) };
const advanceParameters = { frozen_time: time };

export const testClockRoutes = [
  { method: 'POST', path: '/v1/test_helpers/test_clocks', parameters: createParameters, handle: createClock },
  { method: 'GET', path: '/v1/test_helpers/test_clocks', parameters: pageParameters, handle: listClocks },
  { method: 'GET', path: '/v1/test_helpers/test_clocks/:id', parameters: {}, handle: (unit, parameters, id) => findClock(unit, id) },
  { method: 'POST', path: '/v1/test_helpers/test_clocks/:id/advance', parameters: advanceParameters, handle: advanceClock },
  { method: 'DELETE', path: '/v1/test_helpers/test_clocks/:id', parameters: {}, handle: deleteClock },
];

function createClock(unit, { frozen_time: frozenTime, name = null }) {
  const now = unit.nowSeconds();
  const clock = unit.account.put('test_clocks', {
    id: newId.testClock(),
    object: 'test_helpers.test_clock',
    created: now,
    deletes_after: now + LIFETIME_SECONDS,
    frozen_time: frozenTime,
    livemode: false,
    name,
    status: 'ready',
    status_details: {},
  });
  unit.emit('test_helpers.test_clock.created', clock);
  return clock;
}

/** Begins to advance: what falls due on the way happens afterwards, in its order and at its time. */
function advanceClock(unit, { frozen_time: target }, id) {
  const clock = findClock(unit, id);
  if (clock.status === 'advancing') throw testClockBusy(id);
  if (clock.status === 'internal_failure') throw invalidRequest(`Test clock ${id} has failed and cannot be advanced.`);
  if (target <= clock.frozen_time) {
    throw invalidRequest(`The test clock's frozen time must be after its current frozen time of ${clock.frozen_time}.`, { param: 'frozen_time' });
  }
  const farthest = farthestAdvance(unit, clock);
  if (target > farthest) {
    throw invalidRequest(`The test clock cannot be advanced more than two intervals of its shortest subscription, or two years without one: at most to ${farthest}.`, { param: 'frozen_time' });
  }
  const advancing = unit.account.update('test_clocks', id, { status: 'advancing', status_details: { advancing: { target_frozen_time: target } } });
  unit.emit('test_helpers.test_clock.advancing', advancing);
  scheduleStep(unit, id);
  return advancing;
}

/** Does the next thing that falls due before the clock's target; when there is none, the clock has arrived. */
export function stepClock(unit, id, perform) {
  const clock = unit.account.get('test_clocks', id);
  if (clock?.status !== 'advancing') return;
  const { target_frozen_time: target } = clock.status_details.advancing;
  const [next] = unit.account.all('tasks')
    .filter((task) => task.test_clock === id && task.due_at <= target * 1_000)
    .sort((a, b) => a.due_at - b.due_at);
  if (next) {
    unit.account.delete('tasks', next.id);
    unit.account.update('test_clocks', id, { frozen_time: Math.max(clock.frozen_time, Math.floor(next.due_at / 1_000)) });
    perform(unit.onClock(id), next);
    scheduleStep(unit, id);
    return;
  }
  const ready = unit.account.update('test_clocks', id, { frozen_time: target, status: 'ready', status_details: {} });
  unit.emit('test_helpers.test_clock.ready', ready);
}

/** Something on the way went wrong, and the clock stays where it is, for good. */
export function failClock(unit, id) {
  const failed = unit.account.update('test_clocks', id, { status: 'internal_failure', status_details: {} });
  unit.emit('test_helpers.test_clock.internal_failure', failed);
}

/** A clock takes its customers with it. */
function deleteClock(unit, parameters, id) {
  const clock = findClock(unit, id);
  if (clock.status === 'advancing') throw testClockBusy(id);
  const clocked = unit.onClock(id);
  for (const customer of unit.account.all('customers').filter((one) => one.test_clock === id)) {
    for (const subscription of liveSubscriptions(clocked, customer.id)) cancelSubscription(clocked, subscription.id, { reason: 'cancellation_requested' });
    clocked.emit('customer.deleted', customer);
    unit.account.put('customers', { id: customer.id, object: 'customer', deleted: true });
  }
  for (const task of unit.account.all('tasks').filter((one) => one.test_clock === id)) unit.account.delete('tasks', task.id);
  unit.account.delete('test_clocks', id);
  unit.emit('test_helpers.test_clock.deleted', clock);
  return { id, object: 'test_helpers.test_clock', deleted: true };
}

function scheduleStep(unit, id) {
  unit.schedule('test_clock.step', Date.now() + unit.settings.test_clock_step_ms, { clock: id });
}

function farthestAdvance(unit, { id, frozen_time: now }) {
  const ends = unit.account.all('customers').filter((one) => one.test_clock === id)
    .flatMap((customer) => liveSubscriptions(unit, customer.id))
    .map((subscription) => addIntervals(now, recurringOf(subscription), MOST_INTERVALS));
  return ends.length > 0 ? Math.min(...ends) : addIntervals(now, { interval: 'year' }, MOST_INTERVALS);
}

function findClock(unit, id) {
  return findByPath(unit, 'test_clocks', 'test clock', id);
}

function listClocks(unit, paging) {
  return page('/v1/test_helpers/test_clocks', unit.account.all('test_clocks'), paging);
}
