import http from 'node:http';
import { ControlApi } from './control-api.js';
import { SignInPage } from './sign-in-page.js';
import { errorPage } from './html.js';

/** Longer than any client keeps an idle connection, so that the client is the one who closes it and no request races the close. */
const KEEP_ALIVE_MS = 90_000;

export function createServer(provider) {
  const control = new ControlApi(provider);
  const signIn = new SignInPage(provider);

  const server = http.createServer((request, response) => {
    const [pathname] = request.url.split('?', 1);
    serve(request, response, pathname).catch((error) => {
      // The caller went away in mid-request, or there is a bug here: either way the process stays up.
      if (error.code !== 'ECONNRESET') console.error('openid-provider:', error);
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' }).end(errorPage('Something went wrong.'));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;

  async function serve(request, response, pathname) {
    if (pathname.startsWith('/_provider/')) return control.serve(request, response, pathname);
    if (pathname.startsWith('/sign-in/')) return signIn.serve(request, response);
    // Every sign-in begins as in a private window: whoever was signed in a moment ago is asked again, and may be somebody else.
    if (pathname === '/auth') forgetSession(request, response);
    return provider.handle(request, response);
  }
}

function forgetSession(request, response) {
  delete request.headers.cookie;
  response.setHeader('Set-Cookie', ['_session', '_session.sig'].map((name) => `${name}=; Path=/; Max-Age=0`));
}
