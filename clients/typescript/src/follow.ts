import { Code } from "@connectrpc/connect";
import { readError, retryDelayMs } from "./errors.js";
import { sleep } from "./sleep.js";

/** A stream without a frame for so long is dead: the server sends a heartbeat at least every 20 seconds. */
const silenceMs = 30_000;

/** A server that closes every stream at once is not asked more often than this. */
const retryFloorMs = 1_000;

/** How to follow a stream. */
export interface FollowOptions {
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of {@link sleep}, for tests. */
  readonly pause?: typeof sleep;
}

/**
 * Reads a stream that never ends: opens it again when it breaks, falls silent or is closed by the server. Frames come in order; whoever calls
 * remembers the position, so that `open` asks for what comes after it.
 * @throws What the server says, when opening it again would not help: access has ended, the position is unknown, the session is over.
 */
export async function* follow<Frame>(
  open: (signal: AbortSignal) => AsyncIterable<Frame>,
  { signal, pause = sleep }: FollowOptions = {},
): AsyncGenerator<Frame> {
  for (let failures = 0; !signal?.aborted; failures++) {
    const line = new Line(signal);
    let delay: number | undefined = 0;
    try {
      for await (const frame of line.watch(open)) {
        failures = 0;
        yield frame;
      }
    } catch (error) {
      if (signal?.aborted) {
        return;
      }

      // At once after the token has expired, for once: the next try comes with a new one.
      delay = readError(error).code === Code.Unauthenticated && failures === 0 ? 0 : retryDelayMs(error, failures);
      if (delay === undefined) {
        throw error;
      }
    } finally {
      line.close();
    }

    await pause(failures === 0 ? delay : Math.max(delay, retryFloorMs), signal);
  }
}

/** One connection, which is cut when it falls silent. Time that the reader takes does not count. */
class Line {
  readonly #abort = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #end = (): void => this.#abort.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
    outer?.addEventListener("abort", this.#end);
  }

  async *watch<Frame>(open: (signal: AbortSignal) => AsyncIterable<Frame>): AsyncGenerator<Frame> {
    this.#expect();
    for await (const frame of open(this.#abort.signal)) {
      clearTimeout(this.#timer);
      yield frame;
      this.#expect();
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#end);
    this.#abort.abort();
  }

  #expect(): void {
    this.#timer = setTimeout(this.#end, silenceMs);
  }
}
