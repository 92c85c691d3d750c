import { parseOptions, usage } from './options.js';
import { Emulator } from './emulator.js';
import { createServer } from './http/server.js';

let options;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n\n${usage}`);
  process.exit(2);
}

const emulator = new Emulator(options);
const server = createServer(emulator);

server.on('error', (error) => {
  console.error(`stripe-emulator: ${error.message}`);
  process.exit(1);
});

server.listen(options.port, options.host, () => {
  emulator.start();
  console.log(`stripe-emulator: ${options.publicUrl} (listening on ${options.host}:${options.port})`);
});

function stop() {
  emulator.stop();
  server.close(() => {
    emulator.close();
    process.exit(0);
  });
  server.closeIdleConnections();
  // A client that keeps a request open must not keep the process alive.
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
