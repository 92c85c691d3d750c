import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { LearningService, type RecordWatchRequest } from "../gen/eschool/learning/v1/learning_service_pb.js";
import { WatchReporter } from "../src/index.js";
import { SecondRanges } from "../src/second-ranges.js";
import { refusal } from "./support.js";

const lesson = "enrollments/1/lessons/1";

/** A reporter, what it reported, and what the school answers next. */
function aReporter(): { reporter: WatchReporter; reports: RecordWatchRequest[]; next: { fault?: Error; clipped?: boolean } } {
  const reports: RecordWatchRequest[] = [];
  const next: { fault?: Error; clipped?: boolean } = {};
  const transport = createRouterTransport(({ service }) =>
    service(LearningService, {
      recordWatch: (request) => {
        reports.push(request);
        if (next.fault) {
          throw next.fault;
        }

        return { clipped: next.clipped ?? false };
      },
    }),
  );
  return { reporter: new WatchReporter(createClient(LearningService, transport), lesson), reports, next };
}

function rangesOf(report: RecordWatchRequest | undefined): [number, number][] {
  return (report?.ranges ?? []).map(({ startPosition, endPosition }) => [Number(startPosition?.seconds), Number(endPosition?.seconds)]);
}

function play(reporter: WatchReporter, from: number, to: number): void {
  for (let position = from; position <= to; position += 0.25) {
    reporter.playingAt(position);
  }
}

test("whole seconds are reported, and a second that two reports share is not lost", async () => {
  const { reporter, reports } = aReporter();
  play(reporter, 0, 4.5);
  await reporter.report();
  play(reporter, 4.75, 9.75);
  await reporter.report();
  assert.deepEqual(reports.map(rangesOf), [[[0, 4]], [[4, 9]]]);
  assert.deepEqual(reports.map((report) => [report.sequence, report.name]), [[1, lesson], [2, lesson]]);
  assert.equal(reports[0]!.sessionId, reports[1]!.sessionId);
});

test("what lies between two positions of a seek is not reported", async () => {
  const { reporter, reports } = aReporter();
  play(reporter, 0, 3);
  reporter.jumpTo(60.5);
  play(reporter, 60.5, 63);
  reporter.jumpTo(1);
  play(reporter, 1, 2);
  await reporter.report();
  assert.deepEqual(rangesOf(reports[0]), [[0, 3], [61, 63]]);
});

test("a seek alone moves the resume position and earns nothing; without news nothing is sent", async () => {
  const { reporter, reports } = aReporter();
  assert.equal(await reporter.report(), undefined);
  reporter.jumpTo(30);
  await reporter.report();
  assert.equal(await reporter.report(), undefined);
  assert.deepEqual([rangesOf(reports[0]), reports[0]?.position?.seconds], [[], 30n]);
});

test("a report whose answer is lost is sent again under its number", async () => {
  const { reporter, reports, next } = aReporter();
  play(reporter, 0, 5);
  next.fault = new ConnectError("The line broke.", Code.Unavailable);
  await assert.rejects(reporter.report());
  delete next.fault;
  play(reporter, 5.25, 8);
  await reporter.report();
  await reporter.report();
  assert.deepEqual(reports.map((report) => [report.sequence, ...rangesOf(report)]), [[1, [0, 5]], [1, [0, 5]], [2, [5, 8]]]);
});

test("what was clipped is reported again; what was refused is not", async () => {
  const { reporter, reports, next } = aReporter();
  play(reporter, 0, 5);
  next.clipped = true;
  await reporter.report();
  next.clipped = false;
  await reporter.report();
  assert.deepEqual(rangesOf(reports[1]), [[0, 5]]);

  play(reporter, 5.25, 8);
  next.fault = refusal(Code.FailedPrecondition, "ENROLLMENT_NOT_LIVE");
  await assert.rejects(reporter.report());
  delete next.fault;
  assert.equal(await reporter.report(), undefined);
});

test("ranges that touch or overlap become one", () => {
  const ranges = new SecondRanges();
  [[5, 8], [0, 2], [2, 3], [20, 21], [7, 12]].forEach(([start, end]) => ranges.add(start!, end!));
  assert.deepEqual(ranges.take(64), [[0, 3], [5, 12], [20, 21]]);
});
