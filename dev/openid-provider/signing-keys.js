import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

/** How many keys are published; the newest signs. */
const KEPT = 3;

/** RSA keys with RS256, as Google's. A key that no longer signs stays published for a while, as Google's does. */
export class SigningKeys {
  #keys = [];

  constructor() {
    this.rotate();
  }

  rotate() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#keys = [{ kid: randomUUID(), privateKey }, ...this.#keys].slice(0, KEPT);
    return this.#keys[0].kid;
  }

  /** The private keys as a JWK set, the one that signs first. */
  jwks() {
    return { keys: this.#keys.map(({ kid, privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' })) };
  }

  /** A JWT of exactly these claims. */
  signToken(claims) {
    const [{ kid, privateKey }] = this.#keys;
    const content = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
  }
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
