import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { ChatService, type SubscribeResponseSchema } from "../gen/eschool/chat/v1/chat_service_pb.js";
import { NotificationService, type WatchResponseSchema } from "../gen/eschool/notifications/v1/notification_service_pb.js";
import { follow, followConversation, watchFeed } from "../src/index.js";
import { refusal } from "./support.js";

const pauses: number[] = [];
const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);

async function take<T>(frames: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const frame of frames) {
    if (taken.push(frame) === count) {
      break;
    }
  }

  return taken;
}

test("the feed goes on after the last response when its connection breaks, and leaves heartbeats out", async () => {
  const asked: string[] = [];
  const transport = createRouterTransport(({ service }) =>
    service(NotificationService, {
      async *watch({ resumeToken = "" }): AsyncGenerator<MessageInitShape<typeof WatchResponseSchema>> {
        asked.push(resumeToken);
        const first = Number(resumeToken) + 1;
        yield { resumeToken: `${first}` };
        yield { resumeToken: `${first + 1}`, frame: { case: "heartbeat", value: {} } };
        throw new ConnectError("The line broke.", Code.Unavailable);
      },
    }),
  );
  const responses = await take(watchFeed(createClient(NotificationService, transport), { pause, resumeToken: "0" }), 3);
  assert.deepEqual(responses.map((response) => response.resumeToken), ["1", "3", "5"]);
  assert.deepEqual(asked, ["0", "2", "4"]);
});

test("a conversation goes on after the last message, also when the server closes the stream", async () => {
  const asked: bigint[] = [];
  const transport = createRouterTransport(({ service }) =>
    service(ChatService, {
      async *subscribe({ lastSeenSequence }): AsyncGenerator<MessageInitShape<typeof SubscribeResponseSchema>> {
        asked.push(lastSeenSequence);
        yield { frame: { case: "message", value: { sequence: lastSeenSequence + 1n, text: "Hello" } } };
        yield { frame: { case: "heartbeat", value: {} } };
        yield { frame: { case: "closing", value: { message: "The server is stopping; connect again." } } };
      },
    }),
  );
  const messages = await take(followConversation(createClient(ChatService, transport), "conversations/1", { pause }), 3);
  assert.deepEqual(messages.map((message) => message.sequence), [1n, 2n, 3n]);
  assert.deepEqual(asked, [0n, 1n, 2n]);
});

test("what the server refuses for good ends the iteration", async () => {
  async function* refused(): AsyncGenerator<never> {
    throw refusal(Code.InvalidArgument, "RESUME_TOKEN_INVALID");
  }

  await assert.rejects(take(follow(refused, { pause }), 1), /The school refuses/);
});

test("an expired token is worth one try at once, an ended session none", async () => {
  pauses.length = 0;
  let tries = 0;
  async function* expired(): AsyncGenerator<never> {
    tries++;
    throw refusal(Code.Unauthenticated, "ACCESS_TOKEN_INVALID");
  }

  await assert.rejects(take(follow(expired, { pause }), 1), /The school refuses/);
  assert.equal(tries, 2);
  assert.deepEqual(pauses, [0]);
});

test("a server that says when to come back is asked then", async () => {
  pauses.length = 0;
  let tries = 0;
  async function* busy(): AsyncGenerator<number> {
    if (tries++ === 0) {
      throw refusal(Code.ResourceExhausted, "RATE_LIMITED", 3);
    }

    yield tries;
  }

  assert.deepEqual(await take(follow(busy, { pause }), 1), [2]);
  assert.deepEqual(pauses, [3_000]);
});

test("a stream that falls silent is opened again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    let tries = 0;
    async function* silent(signal: AbortSignal): AsyncGenerator<number> {
      if (tries++ === 0) {
        queueMicrotask(() => mock.timers.tick(30_000));
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(ConnectError.from(signal.reason))));
      }

      yield tries;
    }

    assert.deepEqual(await take(follow(silent, { pause }), 1), [2]);
  } finally {
    mock.timers.reset();
  }
});

test("the iteration ends when its signal aborts", async () => {
  const abort = new AbortController();
  async function* endless(signal: AbortSignal): AsyncGenerator<number> {
    yield 1;
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(ConnectError.from(signal.reason))));
  }

  const seen: number[] = [];
  for await (const frame of follow(endless, { pause, signal: abort.signal })) {
    seen.push(frame);
    setTimeout(() => abort.abort(), 5);
  }

  assert.deepEqual(seen, [1]);
});
