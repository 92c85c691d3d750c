import fs from 'node:fs';
import path from 'node:path';

/**
 * All state, in memory, behind a journal of JSON lines. A transaction is one line, written before its result is answered,
 * so `kill -9` loses nothing that anybody was told. (The page cache outlives the process; surviving a power cut would take
 * an fsync a request, which tests should not pay for.)
 *
 * Objects are values: an update replaces the object and never changes it, which is what makes the undo log right.
 */
export class Store {
  #file;
  #descriptor;
  #partitions = new Map();
  #transaction = null;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    this.#replay();
    this.#compact();
    this.#descriptor = fs.openSync(file, 'a');
  }

  /** The objects of a platform, or those of one of its connected accounts. */
  account(platformKey, accountId = null) {
    return this.#partition(accountId ? `${platformKey}/${accountId}` : platformKey);
  }

  accounts() {
    return [...this.#partitions.values()];
  }

  /** Runs `work`, and keeps all of its writes or, if it throws, none. Does not nest, and `work` must be synchronous. */
  transaction(work) {
    if (this.#transaction) throw new Error('Transactions do not nest.');
    const transaction = { changes: [], undo: [] };
    this.#transaction = transaction;
    try {
      const result = work();
      this.#append(transaction.changes);
      return result;
    } catch (error) {
      if (error.keepsWrites) this.#append(transaction.changes);
      else for (const undo of transaction.undo.reverse()) undo();
      throw error;
    } finally {
      this.#transaction = null;
    }
  }

  close() {
    fs.closeSync(this.#descriptor);
  }

  #partition(name) {
    let partition = this.#partitions.get(name);
    if (!partition) {
      partition = new Partition(name, (change) => this.#record(change));
      this.#partitions.set(name, partition);
    }
    return partition;
  }

  #record({ entry, undo }) {
    if (!this.#transaction) throw new Error('A write needs a transaction.');
    this.#transaction.changes.push(entry);
    this.#transaction.undo.push(undo);
  }

  #append(changes) {
    if (changes.length > 0) writeFully(this.#descriptor, `${JSON.stringify(changes)}\n`);
  }

  #replay() {
    if (!fs.existsSync(this.#file)) return;
    const lines = fs.readFileSync(this.#file, 'utf8').split('\n');
    // What stands behind the last newline was torn by a kill in mid-write, hence never answered.
    for (const line of lines.slice(0, -1)) {
      for (const [partition, collection, id, object] of JSON.parse(line)) {
        this.#partition(partition).apply(collection, id, object);
      }
    }
  }

  /** Rewrites the journal as the state it led to, under another name first, so that a crash here keeps the old one. */
  #compact() {
    const temporary = `${this.#file}.compacting`;
    const descriptor = fs.openSync(temporary, 'w');
    for (const partition of this.accounts()) {
      for (const entry of partition.entries()) writeFully(descriptor, `${JSON.stringify([entry])}\n`);
    }
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
    fs.renameSync(temporary, this.#file);
  }
}

/** The objects of one account: collections of objects by id, in order of creation. */
class Partition {
  #record;
  #collections = new Map();

  constructor(name, record) {
    this.name = name;
    this.#record = record;
  }

  /** `{ platformKey, accountId }`, as `Store.account` takes them. */
  get owner() {
    const [platformKey, accountId = null] = this.name.split('/');
    return { platformKey, accountId };
  }

  get(collection, id) {
    return this.#collections.get(collection)?.get(id);
  }

  put(collection, object) {
    const previous = this.get(collection, object.id);
    this.apply(collection, object.id, object);
    this.#record({
      entry: [this.name, collection, object.id, object],
      undo: () => this.apply(collection, object.id, previous ?? null),
    });
    return object;
  }

  update(collection, id, changes) {
    return this.put(collection, { ...this.get(collection, id), ...changes });
  }

  delete(collection, id) {
    const previous = this.get(collection, id);
    if (!previous) return;
    this.apply(collection, id, null);
    this.#record({
      entry: [this.name, collection, id, null],
      undo: () => this.apply(collection, id, previous),
    });
  }

  /** Oldest first. */
  all(collection) {
    return [...(this.#collections.get(collection)?.values() ?? [])];
  }

  apply(collection, id, object) {
    let objects = this.#collections.get(collection);
    if (!objects) this.#collections.set(collection, (objects = new Map()));
    if (object === null) objects.delete(id);
    else objects.set(id, object);
  }

  * entries() {
    for (const [collection, objects] of this.#collections) {
      for (const [id, object] of objects) yield [this.name, collection, id, object];
    }
  }
}

function writeFully(descriptor, text) {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length;) written += fs.writeSync(descriptor, bytes, written);
}
