import { Store } from './state/store.js';
import { UnitOfWork } from './state/unit-of-work.js';
import { Events } from './webhooks/events.js';
import { Webhooks } from './webhooks/webhooks.js';
import { Tasks } from './state/tasks.js';
import { Faults } from './control/faults.js';
import { RequestLog } from './control/request-log.js';
import { forgetOldKeys } from './http/idempotency.js';
import { installConfiguredEndpoint } from './resources/webhook-endpoints.js';

/** The parts of a running emulator, and the one way to change its state. */
export class Emulator {
  #settings = new Map();
  #options;

  constructor(options) {
    this.#options = options;
    this.publicUrl = options.publicUrl;
    this.store = new Store(options.dataFile);
    this.events = new Events();
    this.webhooks = new Webhooks(this);
    this.tasks = new Tasks(this);
    this.faults = new Faults();
    this.requestLog = new RequestLog();
  }

  start() {
    for (const { owner } of this.store.accounts()) this.run(owner, forgetOldKeys);
    installConfiguredEndpoint(this, this.#options.configuredEndpoint);
    this.webhooks.resume();
    this.tasks.resume();
  }

  stop() {
    this.webhooks.stop();
    this.tasks.stop();
  }

  close() {
    this.store.close();
  }

  /** Does `work(unit)` as one transaction, and afterwards what it left for after the commit. */
  run({ platformKey, accountId = null, request = null }, work) {
    const unit = new UnitOfWork({ emulator: this, platformKey, accountId, request });
    try {
      const result = this.store.transaction(() => work(unit));
      unit.afterCommit.forEach((effect) => effect());
      return result;
    } catch (error) {
      if (error.keepsWrites) unit.afterCommit.forEach((effect) => effect());
      throw error;
    }
  }

  /** How the emulator behaves for one key; kept in memory, so that a restart returns to what is usual. */
  settings(platformKey) {
    let settings = this.#settings.get(platformKey);
    if (!settings) {
      settings = {
        funds_available_after_ms: 0,
        delayed_settlement_after_ms: this.#options.delayedSettlementSeconds * 1_000,
        subscription_retry_days: [3, 5, 7],
        subscription_after_retries: 'cancel',
        test_clock_step_ms: 0,
        verification_after_ms: 1_000,
        payout_arrives_after_ms: 5_000,
        payout_day_ms: 86_400_000,
        converted_currencies: {},
      };
      this.#settings.set(platformKey, settings);
    }
    return settings;
  }

  platformKeys() {
    return this.store.accounts().map(({ owner }) => owner).filter(({ accountId }) => !accountId).map(({ platformKey }) => platformKey);
  }

  /** Who holds an object, and where, for pages whose visitors have no key: `{ owner, account }`, or null. */
  locate(collection, id) {
    const account = this.store.accounts().find((candidate) => candidate.get(collection, id));
    return account ? { owner: account.owner, account } : null;
  }
}
