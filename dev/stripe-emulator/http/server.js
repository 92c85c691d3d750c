import http from 'node:http';
import { Api } from './api.js';
import { ControlApi } from '../control/control-api.js';
import { Pages } from '../pages/pages.js';
import { errorPage } from '../pages/html.js';

/** Longer than any client keeps an idle connection, so that the client is the one who closes it and no request races the close. */
const KEEP_ALIVE_MS = 90_000;

export function createServer(emulator) {
  const api = new Api(emulator);
  const control = new ControlApi(emulator);
  const pages = new Pages(emulator);

  const server = http.createServer((request, response) => {
    const { pathname, search } = splitUrl(request.url);
    const target = chooseTarget(pathname);
    target.serve(request, response, pathname, search).catch((error) => {
      // The caller went away in mid-request, or there is a bug here: either way the process stays up.
      if (error.code !== 'ECONNRESET') console.error('stripe-emulator:', error);
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' }).end(errorPage('Something went wrong.'));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;

  function chooseTarget(pathname) {
    if (pathname.startsWith('/_emulator/')) return control;
    if (pathname.startsWith('/v1/') || pathname.startsWith('/v2/')) return api;
    return pages;
  }
}

/** By hand, because `new URL` throws on what anybody may send as a request target. */
function splitUrl(url) {
  const mark = url.indexOf('?');
  return mark < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, mark), search: url.slice(mark + 1) };
}
