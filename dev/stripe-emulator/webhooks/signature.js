import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header; one `v1` for each secret that is valid during a rotation. */
export function signatureHeader(payload, secrets, timestampSeconds) {
  const signatures = secrets.map((secret) =>
    `v1=${createHmac('sha256', secret).update(`${timestampSeconds}.${payload}`).digest('hex')}`);
  return [`t=${timestampSeconds}`, ...signatures].join(',');
}
