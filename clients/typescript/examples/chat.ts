import { createClient } from "@connectrpc/connect";
import { ChatService, type Message } from "../gen/eschool/chat/v1/chat_service_pb.js";
import { followConversation, type School } from "../src/index.js";

/** Opens the student's conversation with the instructor of a course and shows every message, old and new. */
export async function talk(school: School, course: string, show: (message: Message) => void, signal: AbortSignal): Promise<void> {
  const { conversation } = await createClient(ChatService, school.transport).startConversation({ course });
  for await (const message of followConversation(createClient(ChatService, school.transport), conversation!.name, { signal })) {
    show(message);
  }
}

/** Sends a message. Keep the id with the text until this has ended: sent again with the same id, the message is stored once. */
export async function say(school: School, conversation: string, text: string, clientMessageId: string = crypto.randomUUID()): Promise<void> {
  await createClient(ChatService, school.transport).sendMessage({ conversation, clientMessageId, text });
}
