import { newId } from './ids.js';

/**
 * What one operation works with: an account's objects, the clock, events to tell and tasks to do later. Effects outside of
 * the store (webhooks, timers) wait in `afterCommit` until the writes are in the journal.
 */
export class UnitOfWork {
  constructor({ emulator, platformKey, accountId = null, request = null, afterCommit = [] }) {
    this.emulator = emulator;
    this.platformKey = platformKey;
    /** The connected account that is acted for, or null when it is the platform itself. */
    this.accountId = accountId;
    this.request = request;
    this.afterCommit = afterCommit;
    this.platform = emulator.store.account(platformKey);
    this.account = emulator.store.account(platformKey, accountId);
  }

  get publicUrl() {
    return this.emulator.publicUrl;
  }

  get settings() {
    return this.emulator.settings(this.platformKey);
  }

  nowMs() {
    return Date.now();
  }

  nowSeconds() {
    return Math.floor(Date.now() / 1_000);
  }

  /** The same operation, looking at a connected account. */
  onConnectedAccount(accountId) {
    const { emulator, platformKey, request, afterCommit } = this;
    return new UnitOfWork({ emulator, platformKey, accountId, request, afterCommit });
  }

  emit(type, object, previousAttributes) {
    this.emulator.events.emit(this, type, object, previousAttributes);
  }

  /** Has the task of this kind done at `dueAtMs`, also if the emulator is restarted in between. */
  schedule(kind, dueAtMs, details) {
    const task = this.account.put('tasks', { id: newId.task(), kind, due_at: dueAtMs, ...details });
    this.afterCommit.push(() => this.emulator.tasks.arm(this.account.owner, task));
  }
}
