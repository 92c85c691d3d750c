import { createClient } from "@connectrpc/connect";
import { NotificationService, type Notification, type WatchResponse } from "../gen/eschool/notifications/v1/notification_service_pb.js";
import { watchFeed, type School } from "../src/index.js";

/** Handles everything that happens, also what happened while no page was open. One tab at a time does it; when it is closed, the next continues. */
export async function followFeed(school: School, handle: (response: WatchResponse) => Promise<void>, signal: AbortSignal): Promise<void> {
  const key = `feed:${school.session.user?.name}`;
  await navigator.locks.request(key, { signal }, async () => {
    const resumeToken = localStorage.getItem(key) ?? "";
    for await (const response of watchFeed(createClient(NotificationService, school.transport), { resumeToken, signal })) {
      await handle(response);
      localStorage.setItem(key, response.resumeToken);
    }
  });
}

/** What to show. Later versions of the school add frames and events: skip those that this page does not know. */
export function describe({ frame }: WatchResponse): string | undefined {
  switch (frame.case) {
    case "notification":
      return describeEvent(frame.value);
    case "assetProgress":
      return `Transcoding: ${frame.value.percent} %`;
    default:
      return undefined;
  }
}

function describeEvent({ event }: Notification): string | undefined {
  switch (event.case) {
    case "dataExportReady":
      return "Your data export can be downloaded.";
    case "certificateIssued":
      return "Your certificate is ready.";
    default:
      return undefined;
  }
}
