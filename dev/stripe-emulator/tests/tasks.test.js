import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tasks } from '../state/tasks.js';

const DAY_MS = 86_400_000;

test('a task waits for longer than a timer can', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const performed = [];
  const tasks = new Tasks({ run: (owner) => performed.push(owner) });

  tasks.arm('somebody', { id: 'task_1', due_at: 365 * DAY_MS });

  t.mock.timers.tick(1);
  for (let day = 1; day < 365; day += 1) t.mock.timers.tick(DAY_MS);
  assert.deepEqual(performed, []);
  t.mock.timers.tick(DAY_MS);
  assert.deepEqual(performed, ['somebody']);
});
