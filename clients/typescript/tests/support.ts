import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { SessionSchema } from "../gen/eschool/identity/v1/identity_service_pb.js";
import { ErrorInfoSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";
import type { TabNews, Tabs } from "../src/index.js";

/** An error as the school answers with it. */
export function refusal(code: Code, reason: string, retryAfterSeconds?: number): ConnectError {
  const details = [{ desc: ErrorInfoSchema, value: { domain: "eschool", reason, metadata: { quoted: "value" } } }];
  const retry = retryAfterSeconds === undefined ? [] : [{ desc: RetryInfoSchema, value: { retryDelay: { seconds: BigInt(retryAfterSeconds) } } }];
  return new ConnectError("The school refuses.", code, undefined, [...details, ...retry]);
}

/** A session as sign-in answers with it. */
export function aSession(accessToken: string, lifetimeMs = 600_000, user = "users/ada"): MessageInitShape<typeof SessionSchema> {
  return create(SessionSchema, { accessToken, accessTokenExpireTime: timestampFromMs(Date.now() + lifetimeMs), user: { name: user } });
}

/** Any number of tabs of one browser: one lock, and news that reaches all the others. */
export function aBrowser(): { openTab(): Tabs } {
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Map<Tabs, (news: TabNews) => void>();
  return {
    openTab: () => {
      const tab: Tabs = {
        exclusively: (task) => {
          const turn = last.then(task);
          last = turn.catch(() => undefined);
          return turn;
        },
        tell: (news) => listeners.forEach((hear, other) => other !== tab && hear(news)),
        listen: (hear) => listeners.set(tab, hear),
      };
      return tab;
    },
  };
}
