import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, PreconditionFailureSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";

/** A field of a request that the server refuses, and why. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** What the school says about a call that failed. */
export interface SchoolError {
  readonly code: Code;
  /** A value of the package's `ErrorReason` enum without its prefix, such as `COURSE_NOT_FOUND`. Empty when the call did not reach the school. */
  readonly reason: string;
  /** One sentence in English, for a log. What a person reads follows from `reason`, in their language. */
  readonly message: string;
  /** The values that the message quotes, such as `call_id` of an internal error. */
  readonly metadata: Readonly<Record<string, string>>;
  /** With `REQUEST_INVALID`: every field with a mistake. */
  readonly violations: readonly FieldViolation[];
  /** Why the state of the resource does not allow the call, such as the lessons that a course still lacks. */
  readonly preconditions: readonly string[];
  /** How long to wait before another try, if the server says so. */
  readonly retryAfterMs: number | undefined;
}

/** Reads the details that the school attaches to every error. */
export function readError(error: unknown): SchoolError {
  const status = ConnectError.from(error);
  const [info] = status.findDetails(ErrorInfoSchema);
  const [retry] = status.findDetails(RetryInfoSchema);
  const delay = retry?.retryDelay;
  return {
    code: status.code,
    reason: info?.domain === "eschool" ? info.reason : "",
    message: status.rawMessage,
    metadata: info?.metadata ?? {},
    violations: status.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations.map(({ field, description }) => ({ field, description }))),
    preconditions: status.findDetails(PreconditionFailureSchema).flatMap((failure) => failure.violations.map((violation) => violation.description)),
    retryAfterMs: delay && Number(delay.seconds) * 1000 + Math.ceil(delay.nanos / 1_000_000),
  };
}

/** Codes of failures that pass. A lost connection arrives as Unknown or Internal, because no server has named a code. */
const passing = new Set([Code.Unavailable, Code.Unknown, Code.Internal, Code.DeadlineExceeded, Code.Aborted, Code.Canceled, Code.ResourceExhausted]);

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * How long to wait before the next try; undefined when the same call would fail again.
 * @param failures How many tries failed before this one.
 */
export function retryDelayMs(error: unknown, failures: number): number | undefined {
  const { code, retryAfterMs } = readError(error);
  if (retryAfterMs !== undefined) {
    return retryAfterMs;
  }

  // Random, so that the clients of a server that restarts do not all come back at the same moment.
  return passing.has(code) ? Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2) : undefined;
}
