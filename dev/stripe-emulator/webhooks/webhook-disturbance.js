import { boolean, fraction, milliseconds, readFields, wholeNumber } from '../http/json-fields.js';

const DEFAULT_REORDER_WINDOW_MS = 300;

const FIELDS = {
  paused: boolean,
  reorder: boolean,
  reorder_window_ms: milliseconds,
  duplicate: wholeNumber(0, 100),
  delay_ms: milliseconds,
  drop_rate: fraction,
  drop_next: wholeNumber(0, 1_000_000),
};

/** How the webhooks of one key misbehave, set by POST /_emulator/webhooks. */
export class WebhookDisturbance {
  paused = false;
  reorder = false;
  duplicate = 0;
  delayMs = 0;

  #reorderWindowMs = DEFAULT_REORDER_WINDOW_MS;
  #dropRate = 0;
  #dropNext = 0;
  #held = [];

  /** Settings which are not given stay as they are. */
  change(given) {
    readFields(FIELDS, given);
    this.paused = given.paused ?? this.paused;
    this.reorder = given.reorder ?? this.reorder;
    this.duplicate = given.duplicate ?? this.duplicate;
    this.delayMs = given.delay_ms ?? this.delayMs;
    this.#reorderWindowMs = given.reorder_window_ms ?? this.#reorderWindowMs;
    this.#dropRate = given.drop_rate ?? this.#dropRate;
    this.#dropNext = given.drop_next ?? this.#dropNext;
  }

  /** Whether the next delivery gets lost. */
  loses() {
    if (this.#dropNext > 0) {
      this.#dropNext -= 1;
      return true;
    }
    return Math.random() < this.#dropRate;
  }

  /** Keeps deliveries back until the window closes, and then hands them on in another order. */
  hold(delivery, release) {
    this.#held.push(delivery);
    if (this.#held.length > 1) return;
    setTimeout(() => release(shuffled(this.#held.splice(0))), this.#reorderWindowMs).unref();
  }

  toJSON() {
    return {
      paused: this.paused,
      reorder: this.reorder,
      reorder_window_ms: this.#reorderWindowMs,
      duplicate: this.duplicate,
      delay_ms: this.delayMs,
      drop_rate: this.#dropRate,
      drop_next: this.#dropNext,
    };
  }
}

/** A random order that is never the given one, so that a test of reordering always gets what it asked for. */
function shuffled(items) {
  if (items.length < 2) return items;
  const order = items.map((item) => ({ item, rank: Math.random() })).sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  return order.some((item, index) => item !== items[index]) ? order : order.toReversed();
}
