import { testClockBusy } from '../http/errors.js';
import { newId } from './ids.js';

/**
 * What one operation works with: an account's objects, the clock, events to tell and tasks to do later. Effects outside of
 * the store (webhooks, timers) wait in `afterCommit` until the writes are in the journal.
 */
export class UnitOfWork {
  constructor({ emulator, platformKey, accountId = null, request = null, afterCommit = [], testClock = null }) {
    this.emulator = emulator;
    this.platformKey = platformKey;
    /** The connected account that is acted for, or null when it is the platform itself. */
    this.accountId = accountId;
    this.request = request;
    this.afterCommit = afterCommit;
    /** The id of the test clock whose time it is, or null for real time. */
    this.testClock = testClock;
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
    const clock = this.testClock && this.account.get('test_clocks', this.testClock);
    return clock ? clock.frozen_time * 1_000 : Date.now();
  }

  nowSeconds() {
    return Math.floor(this.nowMs() / 1_000);
  }

  /** The same operation, in the time of a test clock, or in real time if that is null. */
  onClock(testClock) {
    if (testClock === this.testClock) return this;
    const { emulator, platformKey, accountId, request, afterCommit } = this;
    return new UnitOfWork({ emulator, platformKey, accountId, request, afterCommit, testClock });
  }

  /** The same operation, in the time of a customer; refused while that customer's clock is on its way. */
  inTimeOf(customerId) {
    const clockId = this.account.get('customers', customerId)?.test_clock ?? null;
    if (clockId && this.account.get('test_clocks', clockId).status === 'advancing') throw testClockBusy(clockId);
    return this.onClock(clockId);
  }

  /** The same operation, looking at a connected account. */
  onConnectedAccount(accountId) {
    const { emulator, platformKey, request, afterCommit } = this;
    return new UnitOfWork({ emulator, platformKey, accountId, request, afterCommit });
  }

  /** The same operation, looking at the platform. */
  onPlatform() {
    return this.onConnectedAccount(null);
  }

  emit(type, object, previousAttributes) {
    this.emulator.events.emit(this, type, object, previousAttributes);
  }

  /** Has the task of this kind done at `dueAtMs`, also if the emulator is restarted in between. */
  schedule(kind, dueAtMs, details) {
    const task = this.account.put('tasks', { id: newId.task(), kind, due_at: dueAtMs, test_clock: this.testClock, ...details });
    // The tasks of a test clock are done by its advance; see resources/test-clocks.js.
    if (!this.testClock) this.afterCommit.push(() => this.emulator.tasks.arm(this.account.owner, task));
  }
}
