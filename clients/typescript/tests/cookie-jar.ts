/**
 * A fetch that keeps cookies and names its origin, as a browser does for a page. All cookies are of one host; that they are Secure, and that scripts
 * cannot read them, is the browser's part.
 */
export function browserFetch(origin: string): { fetch: typeof globalThis.fetch; cookies: ReadonlyMap<string, string> } {
  const cookies = new Map<string, string>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("origin", origin);
    if (init?.credentials === "include" && cookies.size > 0) {
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    }

    const answer = await globalThis.fetch(input, { ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";", 1)[0] ?? "").split("=", 2);
      if (value === "") {
        cookies.delete(name);
      } else {
        cookies.set(name, value);
      }
    }

    return answer;
  };
  return { fetch, cookies };
}
