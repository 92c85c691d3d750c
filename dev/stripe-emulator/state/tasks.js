import { failClock } from '../resources/billing/test-clocks.js';
import { performTask } from './task-actions.js';

/** The longest that a timer can wait; a month is more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What happens by itself at a given time. Tasks are stored, so that one which fell due during downtime runs at start. */
export class Tasks {
  #emulator;
  #timers = new Map();

  constructor(emulator) {
    this.#emulator = emulator;
  }

  arm(owner, task) {
    const wait = Math.max(0, task.due_at - Date.now());
    const timer = setTimeout(() => {
      this.#timers.delete(task.id);
      if (wait > LONGEST_TIMEOUT_MS) this.arm(owner, task);
      else this.#perform(owner, task);
    }, Math.min(wait, LONGEST_TIMEOUT_MS));
    timer.unref();
    this.#timers.set(task.id, timer);
  }

  resume() {
    for (const account of this.#emulator.store.accounts()) {
      for (const task of account.all('tasks').filter((one) => !one.test_clock)) this.arm(account.owner, task);
    }
  }

  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** A task that there is a bug in is told and dropped; it would fail again at every start. */
  #perform(owner, task) {
    try {
      this.#emulator.run(owner, (unit) => {
        unit.account.delete('tasks', task.id);
        performTask(unit, task);
      });
    } catch (error) {
      console.error('stripe-emulator:', task.kind, error);
      this.#emulator.run(owner, (unit) => {
        unit.account.delete('tasks', task.id);
        if (task.kind === 'test_clock.step') failClock(unit, task.clock);
      });
    }
  }
}
