import type { Client } from "@connectrpc/connect";
import type { ChatService, Message } from "../gen/eschool/chat/v1/chat_service_pb.js";
import { follow, type FollowOptions } from "./follow.js";

/** How to follow a conversation. */
export interface ConversationOptions extends FollowOptions {
  /** The last message that the page has; without it, everything from the first message on. */
  readonly lastSeenSequence?: bigint;
  /**
   * Called when a message from before has changed, because the staff removed it (`removeTime`, no text) or show it again: replace the one with its sequence, if
   * the page has it.
   */
  readonly onChanged?: (message: Message) => void;
}

/** The messages of a conversation, the caller's own included, through any number of lost connections: in order, once each. */
export async function* followConversation(
  client: Client<typeof ChatService>,
  conversation: string,
  options: ConversationOptions = {},
): AsyncGenerator<Message> {
  let lastSeenSequence = options.lastSeenSequence ?? 0n;
  for await (const { frame } of follow((signal) => client.subscribe({ conversation, lastSeenSequence }, { signal }), options)) {
    if (frame.case === "message") {
      lastSeenSequence = frame.value.sequence;
      yield frame.value;
    } else if (frame.case === "changed") {
      options.onChanged?.(frame.value);
    }
  }
}
