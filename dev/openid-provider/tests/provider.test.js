import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, CLIENT, RunningProvider } from './support.js';

let provider;
before(async () => { provider = await RunningProvider.start(); });
after(() => provider.stop());

const ADA = { email: 'Ada@school.test', name: 'Ada Lovelace', email_verified: 'on' };

test('the discovery document says what Google\'s says', async () => {
  const document = await provider.discover();

  assert.equal(document.issuer, provider.url);
  assert.ok(document.id_token_signing_alg_values_supported.includes('RS256'));
  assert.deepEqual(document.code_challenge_methods_supported, ['S256']);
  for (const scope of ['openid', 'email', 'profile']) assert.ok(document.scopes_supported.includes(scope));
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) assert.ok(document[endpoint].startsWith(`${provider.url}/`));
});

test('a code is exchanged once, for an id token with the claims', async () => {
  const flow = await provider.begin();
  const back = await new Browser(provider).signIn(flow.address, ADA);
  assert.equal(back.origin + back.pathname, CLIENT.redirectUri);
  assert.equal(back.searchParams.get('state'), flow.state);

  const { status, body } = await provider.exchange(back.searchParams.get('code'), flow.verifier);

  assert.equal(status, 200);
  const claims = await provider.verified(body.id_token);
  assert.match(claims.sub, /^1\d{20}$/);
  const { iss, aud, nonce, email, email_verified: verified, name } = claims;
  assert.deepEqual({ iss, aud, nonce, email, verified, name }, {
    iss: provider.url, aud: CLIENT.id, nonce: flow.nonce, email: 'Ada@school.test', verified: true, name: 'Ada Lovelace',
  });
  assert.equal((await provider.exchange(back.searchParams.get('code'), flow.verifier)).body.error, 'invalid_grant');
});

test('a code needs its verifier and the client\'s secret', async () => {
  const flow = await provider.begin();
  const code = (await new Browser(provider).signIn(flow.address, ADA)).searchParams.get('code');

  assert.equal((await provider.exchange(code, flow.verifier, { client_secret: 'wrong' })).body.error, 'invalid_client');
  assert.equal((await provider.exchange(code, 'v'.repeat(43))).body.error, 'invalid_grant');
});

test('no sign-in without PKCE, or to an address that is not registered', async () => {
  const withoutChallenge = await provider.begin({ code_challenge: undefined, code_challenge_method: undefined });
  const refusal = (await new Browser(provider).open(withoutChallenge.address)).address;
  assert.equal(refusal.searchParams.get('error'), 'invalid_request');

  const elsewhere = await provider.begin({ redirect_uri: 'http://127.0.0.1:3000/elsewhere' });
  assert.equal((await new Browser(provider).open(elsewhere.address)).status, 400);
});

test('whoever comes again is asked again, and may be somebody else', async () => {
  const browser = new Browser(provider);
  const subjects = [];
  for (const fields of [ADA, { email: 'eve@school.test', sub: '42' }]) {
    const flow = await provider.begin();
    const code = (await browser.signIn(flow.address, fields)).searchParams.get('code');
    const claims = await provider.verified((await provider.exchange(code, flow.verifier)).body.id_token);
    subjects.push(claims);
  }

  assert.equal(subjects[0].email_verified, true);
  assert.deepEqual([subjects[1].sub, subjects[1].email_verified, subjects[1].name], ['42', false, undefined]);
});

test('somebody who gives up is sent back with an error', async () => {
  const flow = await provider.begin();

  const back = await new Browser(provider).signIn(flow.address, { cancel: '1' });

  assert.equal(back.searchParams.get('error'), 'access_denied');
  assert.equal(back.searchParams.get('state'), flow.state);
});

test('a sign-in goes on after a rotation of the keys, and old tokens stay good', async () => {
  const { id_token: old } = await provider.control('/id_tokens', { sub: '1' });
  const flow = await provider.begin();
  const code = (await new Browser(provider).signIn(flow.address, ADA)).searchParams.get('code');

  const { kid } = await provider.control('/keys/rotate');

  const { body } = await provider.exchange(code, flow.verifier);
  assert.equal(JSON.parse(Buffer.from(body.id_token.split('.')[0], 'base64url')).kid, kid);
  assert.equal((await provider.verified(body.id_token)).email, 'Ada@school.test');
  assert.equal((await provider.verified(old)).sub, '1');
});

test('minted tokens have the claims they are given', async () => {
  const { id_token: token } = await provider.control('/id_tokens', { sub: '7', nonce: 'n', aud: ['a', 'b'], exp: 1, azp: null });

  const { iss, sub, nonce, aud, exp, azp } = await provider.verified(token);

  assert.deepEqual({ iss, sub, nonce, aud, exp, azp }, { iss: provider.url, sub: '7', nonce: 'n', aud: ['a', 'b'], exp: 1, azp: undefined });
});
