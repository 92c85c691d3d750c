import { Code, ConnectError } from "@connectrpc/connect";
import type { ErrorReason } from "../gen/eschool/errors/v1/error_reason_pb.js";
import type { FieldFault } from "../gen/eschool/errors/v1/field_fault_pb.js";
import { BadRequestSchema, ErrorInfoSchema, PreconditionFailureSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";

/** Why the school refuses a call, by the name in the contract. A later version of the school may add names. */
export type Reason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED">;

/** Which rule a field breaks, by the name in the contract. */
export type Fault = Exclude<keyof typeof FieldFault, "UNSPECIFIED">;

/** A field of a request that the server refuses, and why. */
export interface FieldViolation {
  /** The path of the field, such as `parts[3]`. */
  readonly field: string;
  readonly fault: Fault;
  /** For developers; show people a text for `fault` in their language. */
  readonly description: string;
}

/** What the school says about a call that failed. */
export interface SchoolError {
  readonly code: Code;
  /** Empty when the call did not reach the school. */
  readonly reason: Reason | "";
  /** One sentence in English, for a log. What a person reads follows from `reason`, in their language. */
  readonly message: string;
  /** The values that the message quotes, such as `call_id` of `INTERNAL`; the contract names them for each reason. */
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
    reason: info?.domain === "eschool" ? (info.reason as Reason) : "",
    message: status.rawMessage,
    metadata: info?.metadata ?? {},
    violations: status
      .findDetails(BadRequestSchema)
      .flatMap((bad) => bad.fieldViolations.map(({ field, reason, description }) => ({ field, fault: reason as Fault, description }))),
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
