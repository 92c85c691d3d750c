import { parseArgs } from 'node:util';

export const usage = `Usage: node main.js --issuer URL --port PORT --client-id ID --client-secret SECRET --redirect-uri URL …
         [--host 127.0.0.1]`;

export function parseOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      issuer: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      'redirect-uri': { type: 'string', multiple: true },
    },
  });

  for (const name of ['issuer', 'port', 'client-id', 'client-secret', 'redirect-uri']) {
    if (!values[name]) throw new Error(`--${name} is required.`);
  }

  return {
    issuer: httpUrl('issuer', values.issuer).replace(/\/+$/, ''),
    port: portNumber(values.port),
    host: values.host,
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    redirectUris: values['redirect-uri'].map((uri) => httpUrl('redirect-uri', uri)),
  };
}

function portNumber(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new Error('--port must be a whole number from 0 to 65535.');
  return number;
}

function httpUrl(name, text) {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`--${name} must be an http(s) URL.`);
  return text;
}
