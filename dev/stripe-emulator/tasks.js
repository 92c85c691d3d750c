import { expireSession, settleSession } from './resources/checkout-sessions.js';
import { releaseFunds } from './resources/balance.js';

const ACTIONS = {
  'checkout_session.expire': (unit, task) => expireSession(unit, task.session),
  'checkout_session.settle': (unit, task) => settleSession(unit, task.session, task.outcome),
  'balance_transaction.release': (unit, task) => releaseFunds(unit, task.balance_transaction),
};

/** What happens by itself at a given time. Tasks are stored, so that one which fell due during downtime runs at start. */
export class Tasks {
  #emulator;
  #timers = new Map();

  constructor(emulator) {
    this.#emulator = emulator;
  }

  arm(platformKey, accountId, task) {
    const timer = setTimeout(() => {
      this.#timers.delete(task.id);
      this.#perform(platformKey, accountId, task);
    }, Math.max(0, task.due_at - Date.now()));
    timer.unref();
    this.#timers.set(task.id, timer);
  }

  resume() {
    for (const partition of this.#emulator.store.partitions()) {
      const [platformKey, accountId = null] = partition.name.split('/');
      for (const task of partition.all('tasks')) this.arm(platformKey, accountId, task);
    }
  }

  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #perform(platformKey, accountId, task) {
    this.#emulator.run({ platformKey, accountId }, (unit) => {
      unit.account.delete('tasks', task.id);
      ACTIONS[task.kind](unit, task);
    });
  }
}
