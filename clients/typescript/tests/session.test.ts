import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, createClient, createRouterTransport, type Transport } from "@connectrpc/connect";
import { CatalogService } from "../gen/eschool/catalog/v1/catalog_service_pb.js";
import { IdentityService, TokenDelivery } from "../gen/eschool/identity/v1/identity_service_pb.js";
import { authorize, SchoolSession, type Tabs } from "../src/index.js";
import { aBrowser, aSession, refusal } from "./support.js";

/** The part of the school that opens sessions, and a catalogue that tells which token a call had. */
class FakeSchool {
  refreshes = 0;
  refuse: (() => Error | undefined) | undefined;
  lifetimeMs = 600_000;
  readonly seen: (string | null)[] = [];
  readonly refused = new Set<string>();

  transport(session?: SchoolSession): Transport {
    const interceptors = session ? [authorize(session)] : [];
    return createRouterTransport(
      ({ service }) => {
        service(IdentityService, {
          signIn: ({ password, tokenDelivery }) => {
            assert.equal(tokenDelivery, TokenDelivery.COOKIE);
            return password === "two factors" ? { secondFactorChallenge: { challenge: "who?" } } : { session: aSession("token-0", this.lifetimeMs) };
          },
          answerSecondFactor: ({ challenge, code }) => {
            assert.deepEqual([challenge, code], ["who?", "123456"]);
            return { session: aSession("token-0") };
          },
          refreshSession: async () => {
            const fault = this.refuse?.();
            if (fault) {
              throw fault;
            }

            const session = aSession(`token-${++this.refreshes}`, this.lifetimeMs);
            await new Promise((resolve) => setTimeout(resolve, 10));
            return { session };
          },
          signOut: (_, { requestHeader }) => {
            this.seen.push(requestHeader.get("authorization"));
            return {};
          },
        });
        service(CatalogService, {
          searchCourses: (_, { requestHeader }) => {
            const token = requestHeader.get("authorization");
            this.seen.push(token);
            if (token && this.refused.has(token)) {
              throw refusal(Code.Unauthenticated, "ACCESS_TOKEN_INVALID");
            }

            return {};
          },
        });
      },
      { transport: { interceptors } },
    );
  }

  openTab(tabs: Tabs): { session: SchoolSession; search(): Promise<unknown> } {
    const session = new SchoolSession(this.transport(), tabs);
    const catalog = createClient(CatalogService, this.transport(session));
    return { session, search: () => catalog.searchCourses({}) };
  }
}

test("a call has the token of whoever is signed in, and none before", async () => {
  const school = new FakeSchool();
  const { session, search } = school.openTab(aBrowser().openTab());
  await search();
  assert.equal(await session.signIn("ada@school.example", "one factor"), undefined);
  await search();
  assert.deepEqual(school.seen, [null, "Bearer token-0"]);
  assert.equal(session.user?.name, "users/ada");
});

test("a second factor is asked for and answered", async () => {
  const { session } = new FakeSchool().openTab(aBrowser().openTab());
  const challenge = await session.signIn("ada@school.example", "two factors");
  const whileAsked = session.user;
  assert.ok(challenge);
  assert.equal(whileAsked, undefined);
  await session.answerSecondFactor(challenge, "123456");
  assert.equal(session.user?.name, "users/ada");
});

test("calls of all tabs share one refresh", async () => {
  const [school, browser] = [new FakeSchool(), aBrowser()];
  const tabs = [1, 2, 3].map(() => school.openTab(browser.openTab()));
  await tabs[0]!.session.signIn("ada@school.example", "one factor");
  tabs.forEach(({ session }) => session.discard("token-0"));
  await Promise.all(tabs.flatMap(({ search }) => [search(), search()]));
  assert.equal(school.refreshes, 1);
  assert.deepEqual(new Set(school.seen), new Set(["Bearer token-1"]));
});

test("a page that loads opens the session again from its cookie", async () => {
  const school = new FakeSchool();
  const { session } = school.openTab(aBrowser().openTab());
  assert.equal(await session.restore(), true);
  school.refuse = () => refusal(Code.Unauthenticated, "REFRESH_TOKEN_INVALID");
  const stranger = school.openTab(aBrowser().openTab()).session;
  assert.equal(await stranger.restore(), false);
});

test("a refresh whose answer is lost is repeated at once; a school that is away does not sign anybody out", async () => {
  const school = new FakeSchool();
  const { session } = school.openTab(aBrowser().openTab());
  await session.signIn("ada@school.example", "one factor");
  let lost = 1;
  school.refuse = () => (lost-- > 0 ? new TypeError("fetch failed") : undefined);
  const began = Date.now();
  await session.refresh();
  assert.ok(Date.now() - began < 10_000);
  assert.equal(await session.accessToken(), "token-1");
});

test("an ended session signs every tab out", async () => {
  const [school, browser] = [new FakeSchool(), aBrowser()];
  const [one, other] = [school.openTab(browser.openTab()), school.openTab(browser.openTab())];
  await one.session.signIn("ada@school.example", "one factor");
  const heard: (string | undefined)[] = [];
  other.session.onChange((user) => heard.push(user?.name));
  school.refuse = () => refusal(Code.Unauthenticated, "REFRESH_TOKEN_INVALID");
  one.session.discard("token-0");
  await assert.rejects(one.search(), /The school refuses/);
  assert.deepEqual(heard, [undefined]);
  assert.equal(other.session.user, undefined);
});

test("a token that the server refuses is exchanged once, and the call repeated", async () => {
  const school = new FakeSchool();
  const { session, search } = school.openTab(aBrowser().openTab());
  await session.signIn("ada@school.example", "one factor");
  school.refused.add("Bearer token-0");
  await search();
  assert.deepEqual(school.seen, ["Bearer token-0", "Bearer token-1"]);
  school.refused.add("Bearer token-1").add("Bearer token-2");
  await assert.rejects(search(), /The school refuses/);
  assert.equal(school.refreshes, 2);
});

test("a clock that is wrong does not exchange a new token with every call", async () => {
  const school = new FakeSchool();
  school.lifetimeMs = -3_600_000;
  const { session, search } = school.openTab(aBrowser().openTab());
  await session.signIn("ada@school.example", "one factor");
  await search();
  await search();
  assert.equal(school.refreshes, 0);
});

test("signing out ends the session in every tab", async () => {
  const [school, browser] = [new FakeSchool(), aBrowser()];
  const [one, other] = [school.openTab(browser.openTab()), school.openTab(browser.openTab())];
  await one.session.signIn("ada@school.example", "one factor");
  await one.session.signOut();
  assert.deepEqual(school.seen, ["Bearer token-0"]);
  await other.search();
  assert.equal(school.seen.at(-1), null);
});
