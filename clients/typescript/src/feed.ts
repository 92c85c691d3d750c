import type { Client } from "@connectrpc/connect";
import type { NotificationService, WatchResponse } from "../gen/eschool/notifications/v1/notification_service_pb.js";
import { follow, type FollowOptions } from "./follow.js";

/** How to watch the feed. */
export interface FeedOptions extends FollowOptions {
  /** `resumeToken` of the last response that was handled; without it, only what happens from now on. */
  readonly resumeToken?: string;
}

/**
 * The user's feed, through any number of lost connections: in order, once each. Frames about the line itself are left out. The first response, which the
 * server sends at once, says where the feed is.
 */
export async function* watchFeed(client: Client<typeof NotificationService>, options: FeedOptions = {}): AsyncGenerator<WatchResponse> {
  let position = options.resumeToken ? { resumeToken: options.resumeToken } : {};
  for await (const response of follow((signal) => client.watch(position, { signal }), options)) {
    position = { resumeToken: response.resumeToken };
    if (response.frame.case !== "heartbeat" && response.frame.case !== "closing") {
      yield response;
    }
  }
}
