const KEPT_PER_KEY = 10_000;

/** What each key has called, for tests that count. In memory only. */
export class RequestLog {
  #entries = new Map();

  add(key, entry) {
    const entries = this.#entries.get(key) ?? [];
    entries.push(entry);
    if (entries.length > KEPT_PER_KEY) entries.shift();
    this.#entries.set(key, entries);
  }

  list(key) {
    return this.#entries.get(key) ?? [];
  }

  clear(key) {
    this.#entries.delete(key);
  }
}
