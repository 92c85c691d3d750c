import { parseOptions, usage } from './options.js';
import { IdentityProvider } from './identity-provider.js';
import { createServer } from './server.js';

let options;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n\n${usage}`);
  process.exit(2);
}

const server = createServer(new IdentityProvider(options));

server.on('error', (error) => {
  console.error(`openid-provider: ${error.message}`);
  process.exit(1);
});

server.listen(options.port, options.host, () => {
  console.log(`openid-provider: ${options.issuer} (listening on ${options.host}:${options.port})`);
});

function stop() {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // A client that keeps a request open must not keep the process alive.
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
