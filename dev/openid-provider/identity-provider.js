import { randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.js';
import { People } from './people.js';
import { SigningKeys } from './signing-keys.js';
import { errorPage } from './html.js';

const SCOPES = 'openid email profile';
const ID_TOKEN_SECONDS = 3_600;

/** The certified provider, set up to answer as Google does, and what makes it a stand-in: people, keys that rotate, minted tokens. */
export class IdentityProvider {
  people = new People();
  keys = new SigningKeys();
  #storage = new Map();
  #cookieKey = randomBytes(32).toString('hex');

  constructor(options) {
    this.options = options;
    this.#configure();
  }

  /** Signs with a new key from now on. */
  rotateKeys() {
    const kid = this.keys.rotate();
    this.#configure();
    return kid;
  }

  /** An id token as Google Identity Services hand to a page or an app; `overrides` replace claims, null removes one. */
  mintIdToken(overrides) {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.options.issuer,
      azp: this.options.clientId,
      aud: this.options.clientId,
      iat: now,
      exp: now + ID_TOKEN_SECONDS,
      ...overrides,
    };
    return this.keys.signToken(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null)));
  }

  /** oidc-provider reads its keys once, so a rotation makes another provider over the same storage. */
  #configure() {
    const { issuer, clientId, clientSecret, redirectUris } = this.options;
    this.oidc = new Provider(issuer, {
      adapter: memoryAdapter(this.#storage),
      jwks: this.keys.jwks(),
      cookies: { keys: [this.#cookieKey] },
      clients: [{
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
      }],
      scopes: SCOPES.split(' '),
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
      // Google puts the claims of the scopes into the id token itself.
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
      interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
      findAccount: (_, subject) => this.#account(subject),
      loadExistingGrant: grantEverything,
      clientBasedCORS: () => false,
      renderError: (context, { error, error_description: description }) => {
        context.type = 'html';
        context.body = errorPage(description ?? error);
      },
      ttl: { AccessToken: 3_600, AuthorizationCode: 600, Grant: 3_600, IdToken: ID_TOKEN_SECONDS, Interaction: 600, Session: 600 },
    });
    this.handle = this.oidc.callback();
  }

  #account(subject) {
    const person = this.people.find(subject);
    return person && { accountId: subject, claims: () => person };
  }
}

/** Nobody is asked for consent. */
async function grantEverything({ oidc }) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
}
