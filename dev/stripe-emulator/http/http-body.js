import { StripeError } from './errors.js';

const MAXIMUM_BYTES = 1024 * 1024;

export async function readBody(request) {
  const chunks = [];
  let size = 0;
  // The stream must survive the refusal, or there would be no connection left to say it on.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAXIMUM_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge() {
  return new StripeError(413, {
    type: 'invalid_request_error',
    message: `The request body is larger than ${MAXIMUM_BYTES} bytes.`,
  }, { beforeExecution: true });
}
