// Written by hand. The messages and services of the contract are in gen/.
export { followConversation, type ConversationOptions } from "./chat.js";
export { readError, retryDelayMs, type Fault, type FieldViolation, type Reason, type SchoolError } from "./errors.js";
export { watchFeed, type FeedOptions } from "./feed.js";
export { follow, type FollowOptions } from "./follow.js";
export { authorize, openSchool, type School, type SchoolOptions } from "./school.js";
export { SchoolSession } from "./session.js";
export { browserTabs, singlePage, type OpenSession, type TabNews, type Tabs } from "./tabs.js";
export { PartRefusedError, uploadVideo, type UploadOptions } from "./upload.js";
export { reportWatching, WatchReporter, type ReportOptions } from "./watching.js";
