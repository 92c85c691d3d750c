import { readBody } from './http-body.js';
import { document, errorPage, escape } from './html.js';

/** Where the provider sends a browser: whoever fills the form in is that person, there are no passwords. */
export class SignInPage {
  #provider;

  constructor(provider) {
    this.#provider = provider;
  }

  async serve(request, response) {
    const { oidc } = this.#provider;
    // Without the cookie that the authorization endpoint set there is no sign-in to go on with.
    const interaction = await oidc.interactionDetails(request, response).catch(() => null);
    if (!interaction) return answer(response, 404, errorPage('This sign-in has ended, or it began in another browser.'));
    if (request.method !== 'POST') return answer(response, 200, form(interaction.params));

    const fields = new URLSearchParams(await readBody(request));
    if (fields.has('cancel')) return oidc.interactionFinished(request, response, { error: 'access_denied', error_description: 'The user gave up.' });
    if (!fields.get('email')?.includes('@')) return answer(response, 400, form(interaction.params, 'An e-mail address is needed.'));
    const accountId = this.#provider.people.signIn(fields);
    return oidc.interactionFinished(request, response, { login: { accountId, remember: false } });
  }
}

function form({ client_id: client, login_hint: hint }, error) {
  return document('Sign in', `
<h1>Sign in to ${escape(client)}</h1>
${error ? `<p class="error" role="alert">${escape(error)}</p>` : ''}
<form method="post">
  <label>E-mail <input name="email" type="email" required value="${escape(hint)}"></label>
  <label>Name <input name="name"></label>
  <label><input name="email_verified" type="checkbox" checked> The e-mail address is verified</label>
  <label>Subject <input name="sub" placeholder="made from the e-mail address"></label>
  <button type="submit">Continue</button>
  <button type="submit" class="plain" name="cancel" value="1" formnovalidate>Cancel</button>
</form>`);
}

function answer(response, status, html) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(html);
}
