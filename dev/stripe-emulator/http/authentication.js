import { createHash } from 'node:crypto';
import { authenticationFailed } from './errors.js';

const TEST_SECRET_KEY = /^(sk|rk)_test_\w{1,240}$/;

export function isTestSecretKey(text) {
  return TEST_SECRET_KEY.test(text);
}

/** The secret key of a request: a bearer token, or the user name of basic authentication. */
export function authenticate(request) {
  const key = presentedKey(request.headers.authorization ?? '');
  if (!key) {
    throw authenticationFailed('You did not provide an API key. You need to provide your API key in the Authorization '
      + "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
  }
  if (!isTestSecretKey(key)) throw authenticationFailed(`Invalid API Key provided: ${mask(key)}`);
  return key;
}

/** A name for the account behind a key that is safe to show, because connected parties see account ids but never keys. */
export function platformAccountId(key) {
  return `acct_1${createHash('sha256').update(key).digest('hex').slice(0, 15)}`;
}

function presentedKey(header) {
  const [scheme, credentials] = header.split(/\s+/, 2);
  if (!credentials) return '';
  if (/^bearer$/i.test(scheme)) return credentials;
  if (/^basic$/i.test(scheme)) return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0];
  return '';
}

export function mask(key) {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;
}
