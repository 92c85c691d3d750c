/**
 * Where oidc-provider keeps its codes, sessions and grants: a map of this process. Provider objects that are made with the same map
 * know the same codes, so that a sign-in survives a rotation of the keys.
 */
export function memoryAdapter(storage) {
  return class MemoryAdapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, expiresIn) {
      forgetExpired(storage);
      storage.set(this.#key(id), { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1_000 : Infinity });
    }

    async find(id) {
      const entry = storage.get(this.#key(id));
      return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
    }

    async findByUid(uid) {
      return this.#live().find(({ payload }) => payload.uid === uid)?.payload;
    }

    async consume(id) {
      const entry = storage.get(this.#key(id));
      if (entry) entry.payload.consumed = Math.floor(Date.now() / 1_000);
    }

    async destroy(id) {
      storage.delete(this.#key(id));
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of storage) {
        if (payload.grantId === grantId) storage.delete(key);
      }
    }

    #key(id) {
      return `${this.model}:${id}`;
    }

    #live() {
      return [...storage].filter(([key, { expiresAt }]) => key.startsWith(`${this.model}:`) && expiresAt > Date.now()).map(([, entry]) => entry);
    }
  };
}

function forgetExpired(storage) {
  const now = Date.now();
  for (const [key, { expiresAt }] of storage) {
    if (expiresAt <= now) storage.delete(key);
  }
}
