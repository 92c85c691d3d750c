import type { Interceptor, StreamResponse, Transport } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { readError } from "./errors.js";
import { SchoolSession } from "./session.js";
import { browserTabs, type Tabs } from "./tabs.js";

/** A school to call. */
export interface School {
  /** For `createClient(SomeService, school.transport)`: calls in the name of whoever is signed in. */
  readonly transport: Transport;
  readonly session: SchoolSession;
}

/** How to reach a school. */
export interface SchoolOptions {
  /** The Api's address for browsers, such as `https://api.school.example`. */
  readonly baseUrl: string;
  /** Instead of the browser's own; programs that are no browsers must keep cookies. */
  readonly fetch?: typeof globalThis.fetch;
  /** Instead of the tabs of this browser. */
  readonly tabs?: Tabs;
}

/** Makes the transport and the session. A page needs one of them. */
export function openSchool({ baseUrl, fetch = globalThis.fetch, tabs = browserTabs() }: SchoolOptions): School {
  // The refresh cookie goes along only when the page asks for it.
  const withCookies: typeof globalThis.fetch = (input, init) => fetch(input, { ...init, credentials: "include" });
  const session = new SchoolSession(createGrpcWebTransport({ baseUrl, fetch: withCookies }), tabs);
  const transport = createGrpcWebTransport({ baseUrl, fetch: withCookies, interceptors: [authorize(session)] });
  return { transport, session };
}

/** Sends the access token along. A refused token is exchanged once: the clocks may differ, or the server may have a new signing key. */
export function authorize(session: SchoolSession): Interceptor {
  return (next) => async (request) => {
    const token = await session.accessToken();
    if (token === undefined) {
      return next(request);
    }

    request.header.set("authorization", `Bearer ${token}`);
    try {
      const response = await next(request);
      return response.stream ? { ...response, message: discarding(session, token, response) } : response;
    } catch (error) {
      if (!isRefusedToken(error)) {
        throw error;
      }

      session.discard(token);
      const another = request.stream ? undefined : await session.accessToken();
      if (another === undefined) {
        throw error;
      }

      request.header.set("authorization", `Bearer ${another}`);
      return next(request);
    }
  };
}

/** A stream ends when its token expires. It cannot be repeated here, but whoever opens the next one gets a new token. */
async function* discarding(session: SchoolSession, token: string, response: StreamResponse): StreamResponse["message"] {
  try {
    yield* response.message;
  } catch (error) {
    if (isRefusedToken(error)) {
      session.discard(token);
    }

    throw error;
  }
}

function isRefusedToken(error: unknown): boolean {
  return readError(error).reason === "ACCESS_TOKEN_INVALID";
}
