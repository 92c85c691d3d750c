import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Code, createClient, type Client, type Transport } from "@connectrpc/connect";
import { IdentityService, TokenDelivery, type SecondFactorChallenge, type Session, type User } from "../gen/eschool/identity/v1/identity_service_pb.js";
import { readError, retryDelayMs } from "./errors.js";
import { sleep } from "./sleep.js";
import type { OpenSession, Tabs } from "./tabs.js";

/** A token is exchanged this long before it expires, so that it does not expire on its way to the server. */
const marginMs = 30_000;

/** A new token is used this long even if the clock of this computer is wrong and calls it expired. */
const leastLifetimeMs = 60_000;

/**
 * Pauses before a refresh whose answer was lost is repeated. All tries fit into ten seconds: so long the server repeats its answer, and
 * after that it takes the second use of a refresh token for theft and ends the session.
 */
const refreshPausesMs = [300, 1_000, 3_000];

/**
 * The session of a browser. The access token is in memory only; the refresh token is a cookie that the server sets and that no script can read.
 * One tab at a time refreshes, and tells the others the new access token.
 */
export class SchoolSession {
  readonly #identity: Client<typeof IdentityService>;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(user: User | undefined) => void>();
  #current: OpenSession | undefined;
  #refreshing: Promise<void> | undefined;

  /** @param transport Without the access token: these calls make it. */
  constructor(transport: Transport, tabs: Tabs) {
    this.#identity = createClient(IdentityService, transport);
    this.#tabs = tabs;
    tabs.listen((news) => this.#set(news.session));
  }

  /** Who is signed in; undefined for nobody. */
  get user(): User | undefined {
    return this.#current?.user;
  }

  /** Calls back when somebody signs in or out, in any tab. The result ends that. */
  onChange(listener: (user: User | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Signs in. The result is a challenge when the user has a second factor: answer it with {@link answerSecondFactor}. */
  async signIn(email: string, password: string): Promise<SecondFactorChallenge | undefined> {
    const answer = await this.#identity.signIn({ email, password, tokenDelivery: TokenDelivery.COOKIE });
    this.#open(answer.session);
    return answer.secondFactorChallenge;
  }

  /** Finishes a sign-in with a code of the authenticator app, or a recovery code. */
  async answerSecondFactor(challenge: SecondFactorChallenge, code: string): Promise<void> {
    const answer = await this.#identity.answerSecondFactor({ challenge: challenge.challenge, code, tokenDelivery: TokenDelivery.COOKIE });
    this.#open(answer.session);
  }

  /** Call it when the page has loaded: opens the session again if the browser has its cookie. False: nobody is signed in. */
  async restore(): Promise<boolean> {
    try {
      await this.refresh();
    } catch (error) {
      if (readError(error).code !== Code.Unauthenticated) {
        throw error;
      }
    }

    return this.#current !== undefined;
  }

  /** A token that works now, exchanged for a new one if need be; undefined when nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    if (this.#current && !isFresh(this.#current)) {
      await this.refresh();
    }

    return this.#current?.accessToken;
  }

  /** Says that the server refused a token before its time, so that the next call gets another. */
  discard(accessToken: string): void {
    if (this.#current?.accessToken === accessToken) {
      this.#current = { ...this.#current, expiresAt: 0 };
    }
  }

  /**
   * Gets new tokens. Needed by itself only after the user got another role: roles are in the access token.
   * @throws With `REFRESH_TOKEN_INVALID` when the session has ended; then nobody is signed in.
   */
  refresh(): Promise<void> {
    const known = this.#current?.accessToken;
    this.#refreshing ??= this.#tabs
      .exclusively(async () => {
        // Another tab may have refreshed while this one waited for its turn. Should its news be late, refreshing again does no harm: the cookie is new.
        if (!this.#current || this.#current.accessToken === known || !isFresh(this.#current)) {
          await this.#exchange();
        }
      })
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Ends the session here and in every other tab. */
  async signOut(): Promise<void> {
    const token = await this.accessToken();
    if (token) {
      await this.#identity.signOut({}, { headers: { authorization: `Bearer ${token}` } });
    }

    this.#close();
  }

  async #exchange(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        this.#open((await this.#identity.refreshSession({})).session);
        return;
      } catch (error) {
        const pause = refreshPausesMs[failures];
        if (readError(error).code === Code.Unauthenticated) {
          this.#close();
          throw error;
        }

        if (pause === undefined || retryDelayMs(error, failures) === undefined) {
          throw error;
        }

        await sleep(pause);
      }
    }
  }

  #open(session: Session | undefined): void {
    if (session?.user && session.accessTokenExpireTime) {
      const expiresAt = Math.max(timestampMs(session.accessTokenExpireTime), Date.now() + leastLifetimeMs);
      this.#set({ accessToken: session.accessToken, expiresAt, user: session.user });
      this.#tabs.tell({ session: this.#current });
    }
  }

  #close(): void {
    this.#set(undefined);
    this.#tabs.tell({ session: undefined });
  }

  #set(session: OpenSession | undefined): void {
    const before = this.#current?.user.name;
    this.#current = session;
    if (before !== session?.user.name) {
      this.#listeners.forEach((listener) => listener(session?.user));
    }
  }
}

function isFresh(session: OpenSession): boolean {
  return session.expiresAt - Date.now() > marginMs;
}
