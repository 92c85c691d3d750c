// The examples and the library against a running school. Started by tests/EndToEnd.Tests, which prepares an instructor who also studies a course.
import assert from "node:assert/strict";
import { toJsonString } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { talk, say } from "../examples/chat.js";
import { describe } from "../examples/live.js";
import { findCourses } from "../examples/open.js";
import { explainSignIn, signIn, start } from "../examples/sign-in.js";
import { CatalogService } from "../gen/eschool/catalog/v1/catalog_service_pb.js";
import { ChatService, type Message } from "../gen/eschool/chat/v1/chat_service_pb.js";
import { IdentityService } from "../gen/eschool/identity/v1/identity_service_pb.js";
import { LearningService } from "../gen/eschool/learning/v1/learning_service_pb.js";
import { PlaybackService } from "../gen/eschool/media/v1/playback_service_pb.js";
import { Asset_State, UploadService } from "../gen/eschool/media/v1/upload_service_pb.js";
import { NotificationService, WatchResponseSchema } from "../gen/eschool/notifications/v1/notification_service_pb.js";
import { openSchool, readError, uploadVideo, WatchReporter, watchFeed, type School } from "../src/index.js";
import { browserFetch } from "./cookie-jar.js";
import { aBrowser } from "./support.js";

const patience = AbortSignal.timeout(120_000);

function setting(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

const baseUrl = setting("ESCHOOL_TOUR_URL");
const email = setting("ESCHOOL_TOUR_EMAIL");
const password = setting("ESCHOOL_TOUR_PASSWORD");
const course = setting("ESCHOOL_TOUR_COURSE");
const { fetch, cookies } = browserFetch(setting("ESCHOOL_TOUR_ORIGIN"));
const browser = aBrowser();
const school = openSchool({ baseUrl, fetch, tabs: browser.openTab() });

async function signingIn(): Promise<void> {
  assert.ok((await findCourses(school, "compilers")).some((found) => found.name === course));
  await assert.rejects(signIn(school, email, "not the password", async () => ""), (error) => {
    assert.equal(readError(error).reason, "CREDENTIALS_INVALID");
    assert.match(explainSignIn(error), /wrong/);
    return true;
  });
  await signIn(school, email, password, async () => assert.fail("a second factor was asked for"));
  assert.ok(cookies.has("__Host-eschool-refresh") && cookies.has("__Host-eschool-device"));
}

/** The other tab finds the session by the cookie; both refresh at once, and neither is taken for a thief. */
async function refreshingInTwoTabs(): Promise<School> {
  const other = openSchool({ baseUrl, fetch, tabs: browser.openTab() });
  const shown: string[] = [];
  await start(other, () => shown.push("home"), () => shown.push("sign-in"));
  assert.deepEqual(shown, ["home"]);
  const before = await school.session.accessToken();
  school.session.discard(before!);
  other.session.discard(before!);
  const users = await Promise.all([school, other].map(({ transport }) => createClient(IdentityService, transport).getUser({ name: "users/me" })));
  assert.deepEqual(users.map(({ user }) => user?.email), [email, email]);
  assert.equal(await school.session.accessToken(), await other.session.accessToken());
  assert.notEqual(await school.session.accessToken(), before);
  return other;
}

/** A heartbeat says where the feed is; what happens after that comes, however late the reader is. */
async function watching(): Promise<void> {
  const notifications = createClient(NotificationService, school.transport);
  let resumeToken = "";
  for await (const response of notifications.watch({}, { signal: patience })) {
    resumeToken = response.resumeToken;
    break;
  }

  const { dataExport } = await createClient(IdentityService, school.transport).requestDataExport({});
  for await (const response of watchFeed(notifications, { resumeToken, signal: patience })) {
    if (response.frame.case === "notification") {
      assert.match(describe(response) ?? "", /data export/);
      assert.ok(toJsonString(WatchResponseSchema, response).includes(dataExport!.name));
      return;
    }
  }

  assert.fail("the feed did not tell of the export");
}

async function learning(): Promise<void> {
  const read = await createClient(CatalogService, school.transport).getCourse({ name: course });
  assert.ok(read.course && read.course.sections.length > 0);
  const learning = createClient(LearningService, school.transport);
  const { enrollments } = await learning.listEnrollments({});
  const { lessons } = await learning.explainProgress({ name: enrollments[0]!.name });
  const lesson = lessons[0]!.name;
  const playback = await createClient(PlaybackService, school.transport).createPlayback({ lesson });
  const playlist = await fetch(playback.masterPlaylistUrl);
  assert.match(await playlist.text(), /^#EXTM3U/);
  const reporter = new WatchReporter(learning, lesson);
  for (let position = 0; position <= 3; position += 0.25) {
    reporter.playingAt(position);
  }

  const progress = await reporter.report();
  assert.equal(progress?.creditedDuration?.seconds, 3n);
  await assert.rejects(learning.getEnrollment({ name: "enrollments/no-id" }), (error) => {
    assert.deepEqual([readError(error).reason, readError(error).violations.map(({ field }) => field)], ["REQUEST_INVALID", ["name"]]);
    return true;
  });
}

async function talking(): Promise<void> {
  const { conversation } = await createClient(ChatService, school.transport).startConversation({ course });
  const ended = new AbortController();
  const heard: Message[] = [];
  const id = crypto.randomUUID();
  await say(school, conversation!.name, "Is 16 GB enough?", id);
  await say(school, conversation!.name, "Is 16 GB enough?", id);
  await talk(school, course, (message) => heard.push(message) && ended.abort(), AbortSignal.any([patience, ended.signal]));
  assert.deepEqual(heard.map((message) => [message.sequence, message.text]), [[1n, "Is 16 GB enough?"]]);
}

/** Nine MiB are two parts. That they are no video is found later, by a worker. */
async function uploading(): Promise<void> {
  const file = new File([new Uint8Array(9 * 1024 * 1024).fill(7)], "lecture.mp4", { type: "video/mp4" });
  const percents: number[] = [];
  const asset = await uploadVideo(createClient(UploadService, school.transport), file, {
    fetch,
    signal: patience,
    onProgress: (sent, total) => percents.push(Math.floor((sent / total) * 100)),
  });
  assert.equal(asset.state, Asset_State.UPLOADED);
  assert.deepEqual([percents.length, percents.at(-1)], [2, 100]);
}

async function signingOut(other: School): Promise<void> {
  await school.session.signOut();
  assert.equal(other.session.user, undefined);
  assert.equal(await school.session.restore(), false);
}

await signingIn();
const other = await refreshingInTwoTabs();
await watching();
await learning();
await talking();
await uploading();
await signingOut(other);
console.log("the tour is over");
process.exit(0);
