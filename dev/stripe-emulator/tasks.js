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

  arm(owner, task) {
    const timer = setTimeout(() => {
      this.#timers.delete(task.id);
      this.#perform(owner, task);
    }, Math.max(0, task.due_at - Date.now()));
    timer.unref();
    this.#timers.set(task.id, timer);
  }

  resume() {
    for (const account of this.#emulator.store.accounts()) {
      for (const task of account.all('tasks')) this.arm(account.owner, task);
    }
  }

  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #perform(owner, task) {
    this.#emulator.run(owner, (unit) => {
      unit.account.delete('tasks', task.id);
      ACTIONS[task.kind](unit, task);
    });
  }
}
