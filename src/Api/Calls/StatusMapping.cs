using ESchool.Api.Calls.Wire;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Instructors;
using ESchool.Domain.Payments;
using ESchool.Domain.Payouts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Api.Calls;

/// <summary>Turns refusals and faults into <c>google.rpc.Status</c> with an ErrorInfo, as docs/contract.md promises.</summary>
internal static class StatusMapping
{
    public const string ErrorDomain = "eschool";

    /// <summary>Races that the database decides, and what the slower one is told.</summary>
    internal static readonly IReadOnlyDictionary<string, Reason> KnownConstraints = new Dictionary<string, Reason>(StringComparer.Ordinal)
    {
        ["ux_applications_open"] = InstructorReasons.ApplicationOpen,
        ["ux_payouts_open"] = PayoutReasons.PayoutOpen,
        ["ux_coupons_code"] = PaymentReasons.CouponCodeTaken,
        ["ux_enrollments_student_course"] = PaymentReasons.AlreadyEnrolled,
        ["ux_reviews_course_student"] = ReviewReasons.ReviewExists,
    };

    /// <summary>The status of an exception; null when it is a fault of ours.</summary>
    public static Google.Rpc.Status? Of(Exception exception) =>
        exception switch
        {
            DomainException refusal => Of(refusal),
            DbUpdateConcurrencyException => Of(new DomainException(CallReasons.ConcurrentChange, "Two callers changed the same thing at once; try again.")),
            _ when Find<PostgresException>(exception) is { SqlState: PostgresErrorCodes.UniqueViolation } violation => Of(
                new DomainException(
                    KnownConstraints.GetValueOrDefault(violation.ConstraintName ?? "", CallReasons.ConcurrentChange),
                    "Two callers did the same thing at once; one of them did it."
                )
            ),
            _ when Find<PostgresException>(exception) is { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => Of(
                new DomainException(CallReasons.ConcurrentChange, "Two callers changed the same thing at once; try again.")
            ),
            _ when Find<InvalidProtocolBufferException>(exception) is not null => Of(MalformedMessage()),
            _ when Find<NpgsqlException>(exception) is { IsTransient: true } => Of(
                new DomainException(CallReasons.DependencyUnavailable, "The database does not answer; try again.", ("dependency", "postgres"))
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                }
            ),
            _ => null,
        };

    /// <summary>The refusal of bytes that are no message of the contract, or of text that is not UTF-8.</summary>
    public static DomainException MalformedMessage() =>
        new(CallReasons.RequestInvalid, "The message cannot be read: it is not as the contract says, or a text in it is not UTF-8.");

    /// <summary>True for what is thrown when the caller is gone: no fault of ours.</summary>
    public static bool IsCallerGone(Exception exception) =>
        Find<ConnectionAbortedException>(exception) is not null || Find<ConnectionResetException>(exception) is not null;

    /// <summary>The status of a fault of ours: nothing of it leaves the server but a number to look for in its log.</summary>
    public static Google.Rpc.Status Fault(string callId) =>
        Of(new DomainException(CallReasons.Internal, "A fault of the server; it was logged as {call_id}.", ("call_id", callId)));

    internal static Google.Rpc.Status Of(DomainException refusal)
    {
        var status = new Google.Rpc.Status { Code = (int)CodeOf(refusal.Reason.Kind), Message = ContractWords.MessageOf(refusal) };
        var info = new ErrorInfo
        {
            Domain = ErrorDomain,
            Reason = refusal.Reason.Code,
            Metadata = { ContractWords.MetadataOf(refusal) },
        };

        var retry = refusal.RetryAfter is { } delay ? new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) } : null;
        return BoundedStatus.Of(status, info, refusal, retry);
    }

    internal static StatusCode CodeOf(ReasonKind kind) =>
        kind switch
        {
            ReasonKind.Invalid => StatusCode.InvalidArgument,
            ReasonKind.NotFound => StatusCode.NotFound,
            ReasonKind.State => StatusCode.FailedPrecondition,
            ReasonKind.Exists => StatusCode.AlreadyExists,
            ReasonKind.Conflict => StatusCode.Aborted,
            ReasonKind.Unauthenticated => StatusCode.Unauthenticated,
            ReasonKind.Denied => StatusCode.PermissionDenied,
            ReasonKind.Exhausted => StatusCode.ResourceExhausted,
            ReasonKind.Unavailable => StatusCode.Unavailable,
            ReasonKind.Unsupported => StatusCode.Unimplemented,
            ReasonKind.Fault => StatusCode.Internal,
            _ => StatusCode.Unknown,
        };

    private static T? Find<T>(Exception? exception)
        where T : Exception =>
        exception switch
        {
            null => null,
            T found => found,
            _ => Find<T>(exception.InnerException),
        };
}
