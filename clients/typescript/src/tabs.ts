import type { User } from "../gen/eschool/identity/v1/identity_service_pb.js";

/** The part of a session that a page holds. The refresh token is in a cookie, which no script can read. */
export interface OpenSession {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly user: User;
}

/** What one tab tells the others: the session that is open now, or that it has ended. */
export type TabNews = { readonly session: OpenSession | undefined };

/** What the tabs of one browser share. All of them have one refresh cookie, so they must take turns. */
export interface Tabs {
  /** Runs a task while no other tab runs one. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  tell(news: TabNews): void;
  /** Calls back with what other tabs tell. */
  listen(hear: (news: TabNews) => void): void;
}

const name = "eschool-session";

/** The tabs of this browser: Web Locks take the turns, a BroadcastChannel carries the news. Both reach pages of the same origin only. */
export function browserTabs(): Tabs {
  const channel = new BroadcastChannel(name);
  return {
    exclusively: async (task) => navigator.locks.request(name, task),
    tell: (news) => channel.postMessage(news),
    listen: (hear) => channel.addEventListener("message", (event: MessageEvent<TabNews>) => hear(event.data)),
  };
}

/** One page alone: for tests, and for programs that are no browsers. */
export function singlePage(): Tabs {
  let last: Promise<unknown> = Promise.resolve();
  return {
    exclusively: (task) => {
      const turn = last.then(task);
      last = turn.catch(() => undefined);
      return turn;
    },
    tell: () => undefined,
    listen: () => undefined,
  };
}
