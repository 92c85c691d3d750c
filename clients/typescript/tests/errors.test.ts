import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, PreconditionFailureSchema } from "../gen/google/rpc/error_details_pb.js";
import { readError, retryDelayMs } from "../src/index.js";
import { refusal } from "./support.js";

test("every detail of an error is read", () => {
  const error = readError(
    new ConnectError("The request is invalid.", Code.InvalidArgument, undefined, [
      { desc: ErrorInfoSchema, value: { domain: "eschool", reason: "REQUEST_INVALID", metadata: { violations_left_out: "3" } } },
      { desc: BadRequestSchema, value: { fieldViolations: [{ field: "title", reason: "TOO_SHORT", description: "is too short" }] } },
      { desc: PreconditionFailureSchema, value: { violations: [{ type: "COURSE", subject: "courses/1", description: "has no lesson" }] } },
    ]),
  );
  assert.deepEqual(error, {
    code: Code.InvalidArgument,
    reason: "REQUEST_INVALID",
    message: "The request is invalid.",
    metadata: { violations_left_out: "3" },
    violations: [{ field: "title", fault: "TOO_SHORT", description: "is too short" }],
    preconditions: ["has no lesson"],
    retryAfterMs: undefined,
  });
});

test("an error that is none of the school's has no reason", () => {
  const error = readError(new TypeError("fetch failed"));
  assert.equal(error.code, Code.Unknown);
  assert.equal(error.reason, "");
});

test("a try waits as long as the server says, and otherwise longer each time, up to a bound", () => {
  assert.equal(retryDelayMs(refusal(Code.ResourceExhausted, "RATE_LIMITED", 7), 0), 7_000);
  const pauses = [0, 1, 2, 20].map((failures) => retryDelayMs(new TypeError("fetch failed"), failures) ?? 0);
  assert.ok(pauses.every((pause, index) => pause >= [250, 500, 1_000, 15_000][index]! && pause <= [500, 1_000, 2_000, 30_000][index]!), `${pauses}`);
});

test("what fails for good is not tried again", () => {
  for (const code of [Code.InvalidArgument, Code.NotFound, Code.FailedPrecondition, Code.PermissionDenied, Code.Unauthenticated, Code.AlreadyExists]) {
    assert.equal(retryDelayMs(refusal(code, "ANY"), 0), undefined);
  }
});
