import { spawn } from 'node:child_process';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

export const CLIENT = { id: 'school', secret: 'school-secret', redirectUri: 'http://127.0.0.1:3000/google/callback' };

/** A provider in a process of its own, as it really runs. */
export class RunningProvider {
  static async start() {
    const provider = new RunningProvider();
    const port = await freePort();
    provider.url = `http://127.0.0.1:${port}`;
    provider.process = spawn(process.execPath, [
      MAIN, '--issuer', provider.url, '--port', String(port), '--client-id', CLIENT.id, '--client-secret', CLIENT.secret,
      '--redirect-uri', CLIENT.redirectUri,
    ], { stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually(async () => (await fetch(`${provider.url}/_provider/health`)).ok);
    return provider;
  }

  async stop() {
    const exit = once(this.process, 'exit');
    this.process.kill();
    await exit;
  }

  async discover() {
    return (await fetch(`${this.url}/.well-known/openid-configuration`)).json();
  }

  async control(target, body = {}) {
    const response = await fetch(`${this.url}/_provider${target}`, { method: 'POST', body: JSON.stringify(body) });
    return response.json();
  }

  /** The address a client sends a browser to, and what the client keeps. */
  async begin(parameters = {}) {
    const verifier = randomBytes(32).toString('base64url');
    const query = {
      client_id: CLIENT.id,
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: CLIENT.redirectUri,
      state: randomBytes(16).toString('hex'),
      nonce: randomBytes(16).toString('hex'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    };
    const { authorization_endpoint: endpoint } = await this.discover();
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    return { address: `${endpoint}?${new URLSearchParams(given)}`, verifier, ...query };
  }

  async exchange(code, verifier, overrides = {}) {
    const { token_endpoint: endpoint } = await this.discover();
    const response = await fetch(endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: CLIENT.redirectUri,
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        code_verifier: verifier,
        ...overrides,
      }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** The claims of a token that carries a published key's signature. */
  async verified(token) {
    const [header, payload, signature] = token.split('.');
    const { kid, alg } = parse(header);
    const { jwks_uri: address } = await this.discover();
    const { keys } = await (await fetch(address)).json();
    const key = keys.find((one) => one.kid === kid);
    if (!key || alg !== 'RS256') throw new Error('No published key is the signer\'s.');
    const fits = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
    if (!fits) throw new Error('The signature does not fit.');
    return parse(payload);
  }
}

/** Follows redirects and keeps cookies, up to the first address outside of the provider. */
export class Browser {
  #cookies = new Map();

  constructor(provider) {
    this.provider = provider;
  }

  /** @returns where it ended: the page's address and status, or the address outside */
  async open(address, fields) {
    let target = new URL(address);
    let body = fields && new URLSearchParams(fields);
    for (;;) {
      if (target.origin !== this.provider.url) return { address: target };
      const response = await fetch(target, {
        method: body ? 'POST' : 'GET', body, redirect: 'manual', headers: { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
        if (value) this.#cookies.set(name, value);
        else this.#cookies.delete(name);
      }
      const next = response.headers.get('location');
      if (!next) return { address: target, status: response.status, html: await response.text() };
      target = new URL(next, target);
      body = undefined;
    }
  }

  /** Signs in on the page behind `address`. @returns the address the provider sends the browser back to */
  async signIn(address, fields) {
    const page = await this.open(address);
    return (await this.open(page.address, fields)).address;
  }
}

export function parse(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

async function eventually(condition, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('The condition did not come true in time.');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

async function freePort() {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
