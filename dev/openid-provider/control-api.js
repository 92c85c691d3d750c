import { readBody } from './http-body.js';

/** What no real provider offers: tests mint tokens and rotate keys. */
export class ControlApi {
  #provider;

  constructor(provider) {
    this.#provider = provider;
  }

  async serve(request, response, pathname) {
    switch (`${request.method} ${pathname}`) {
      case 'GET /_provider/health':
        return answer(response, 200, { status: 'ok' });
      case 'POST /_provider/id_tokens':
        return this.#mint(request, response);
      case 'POST /_provider/keys/rotate':
        return answer(response, 200, { kid: this.#provider.rotateKeys() });
      default:
        return answer(response, 404, { error: 'not_found' });
    }
  }

  async #mint(request, response) {
    let claims;
    try {
      claims = JSON.parse(await readBody(request));
    } catch {
      return answer(response, 400, { error: 'The body must be JSON.' });
    }
    return answer(response, 200, { id_token: this.#provider.mintIdToken(claims) });
  }
}

function answer(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
