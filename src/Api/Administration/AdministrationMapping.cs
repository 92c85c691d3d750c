using ESchool.Api.Calls.Wire;
using ESchool.Api.Identity;
using ESchool.Application.Ledger.Verification;
using ESchool.Data.Outbox;
using Google.Protobuf.WellKnownTypes;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration;

internal static class AdministrationMapping
{
    public static Wire.ReviewItem ToWire(this Application.Administration.ReviewItem item) =>
        new()
        {
            Course = $"courses/{item.CourseId}",
            Title = item.Title,
            Instructor = $"users/{item.InstructorId}",
            SubmitTime = item.SubmittedAt.ToWire(),
            Submission = $"courses/{item.CourseId}/submissions/{item.Submission.Id}",
            Reviewer = item.Holder is { } reviewer ? $"users/{reviewer}" : "",
            ClaimExpireTime = item.Holder is null ? null : item.Submission.LeaseEndsAt.ToWire(),
            SubmissionNumber = item.Submission.Number,
        };

    public static Wire.VerifyLedgerResponse ToWire(this LedgerReport report) =>
        new()
        {
            Balanced = report.Findings.Count == 0,
            TransactionCount = report.Transactions,
            EntryCount = report.Entries,
            Findings = { report.Findings },
            NewestSeal = report.NewestSeal is { } seal
                ? new Wire.LedgerSeal
                {
                    Number = seal.Number,
                    Hash = Convert.ToHexStringLower(seal.Hash),
                    SealTime = seal.SealedAt.ToWire(),
                }
                : null,
        };

    public static Wire.UserAccount ToWire(this Application.Administration.UserAccount account) =>
        new()
        {
            Name = $"users/{account.User.Id}",
            Email = account.User.Email,
            DisplayName = account.User.DisplayName,
            Roles = { account.User.Roles.ToWire() },
            EmailVerified = account.User.EmailVerifiedAt is not null,
            TotpEnabled = account.TotpEnabled,
            CreateTime = account.User.CreatedAt.ToWire(),
            SuspendTime = account.User.SuspendedAt.ToWire(),
            SuspendReason = account.User.SuspendReason,
            DeleteTime = account.User.DeleteAt.ToWire(),
            MergedInto = account.User.MergedInto is { } other ? $"users/{other}" : "",
        };

    public static Wire.AuditEvent ToWire(this Domain.Administration.AuditEvent happened) =>
        new()
        {
            Name = $"auditEvents/{happened.Id}",
            Actor = happened.ActorId == Guid.Empty ? "" : $"users/{happened.ActorId}",
            Action = happened.Action,
            Resource = happened.Resource,
            EventTime = happened.HappenedAt.ToWire(),
            Network = happened.Network,
            UserAgent = happened.UserAgent,
            Before = StructOf(happened.Before),
            After = StructOf(happened.After),
        };

    public static Wire.DeadLetter ToWire(this DeadLetter letter) =>
        new()
        {
            Name = $"deadLetters/{letter.Id}",
            Kind = letter.Kind,
            State = (Wire.DeadLetter.Types.State)letter.State,
            Payload = letter.Payload,
            Error = letter.Error,
            TryCount = letter.Tries,
            Job = letter.JobId,
            CreateTime = letter.CreatedAt.ToWire(),
            SettleTime = letter.SettledAt.ToWire(),
            SettledBy = letter.SettledBy is { } administrator ? $"users/{administrator}" : "",
            DiscardReason = letter.DiscardReason,
        };

    private static Struct? StructOf(string? json) => json is null ? null : Struct.Parser.ParseJson(json);
}
