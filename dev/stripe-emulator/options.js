import { parseArgs } from 'node:util';
import { isTestSecretKey } from './http/authentication.js';

export const usage = `Usage: node main.js --port PORT --public-url URL --data-file FILE
         [--host 127.0.0.1]
         [--api-key sk_test_… --webhook-url URL --webhook-secret whsec_…]
         [--delayed-settlement-seconds 60]`;

const DEFAULT_DELAYED_SETTLEMENT_SECONDS = 60;

export function parseOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      'public-url': { type: 'string' },
      'data-file': { type: 'string' },
      'api-key': { type: 'string' },
      'webhook-url': { type: 'string' },
      'webhook-secret': { type: 'string' },
      'delayed-settlement-seconds': { type: 'string' },
    },
  });

  for (const name of ['port', 'public-url', 'data-file']) {
    if (!values[name]) throw new Error(`--${name} is required.`);
  }

  return {
    port: wholeNumber('port', values.port, 65_535),
    host: values.host,
    publicUrl: httpUrl('public-url', values['public-url']).replace(/\/+$/, ''),
    dataFile: values['data-file'],
    delayedSettlementSeconds: values['delayed-settlement-seconds'] === undefined
      ? DEFAULT_DELAYED_SETTLEMENT_SECONDS
      : wholeNumber('delayed-settlement-seconds', values['delayed-settlement-seconds'], 86_400),
    configuredEndpoint: configuredEndpoint(values),
  };
}

/** The webhook endpoint of the command line; all three options, or none. */
function configuredEndpoint(values) {
  const given = ['api-key', 'webhook-url', 'webhook-secret'].filter((name) => values[name]);
  if (given.length === 0) return null;
  if (given.length < 3) throw new Error('--api-key, --webhook-url and --webhook-secret belong together.');
  if (!isTestSecretKey(values['api-key'])) throw new Error('--api-key must be a test mode secret key (sk_test_…).');
  return {
    apiKey: values['api-key'],
    url: httpUrl('webhook-url', values['webhook-url']),
    secret: values['webhook-secret'],
  };
}

function wholeNumber(name, text, maximum) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > maximum) {
    throw new Error(`--${name} must be a whole number from 0 to ${maximum}.`);
  }
  return number;
}

function httpUrl(name, text) {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`--${name} must be an http(s) URL.`);
  return text;
}
