using System.Text.Json;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Administration.Moderation.Statistics;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Moderation;
using Google.Protobuf.WellKnownTypes;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration.Moderation;

internal static class ModerationMapping
{
    public static Ruling ToDomain(this Wire.Ruling ruling) =>
        new(
            (ModerationAct)ruling.Act,
            ruling.Scope == Wire.SuspensionScope.Unspecified ? null : (Domain.Catalog.SuspensionScope)ruling.Scope,
            ruling.Ground == Wire.DecisionGround.Unspecified ? null : (DecisionGround)ruling.Ground,
            ruling.Clause,
            ruling.Facts,
            ruling.Unfounded
        );

    public static Wire.Report ToWire(this ReportView view) =>
        new()
        {
            Name = $"reports/{view.Report.Id}",
            Target = view.Report.Target,
            Category = (Wire.ReportCategory)view.Report.Category,
            Text = view.Report.Words,
            CreateTime = view.Report.CreatedAt.ToWire(),
            State = view.Decision is null ? Wire.Report.Types.State.Open : Wire.Report.Types.State.Decided,
            Act = (Wire.ModerationAct)view.Act.GetValueOrDefault(),
            DecideTime = view.Decision?.DecidedAt.ToWire(),
            Decision = view.Decision is null ? "" : $"decisions/{view.Decision.Id}",
            AppealExpireTime = view.Decision is { Act: ModerationAct.None, IsReversed: false } left ? left.AppealUntil.ToWire() : null,
            Unfounded = view.Report.UnfoundedAt is not null,
        };

    public static Wire.Decision ToWire(this OwnDecision own)
    {
        var wire = own.Decision.ToWire();
        wire.Appeal = own.Appeal?.ToWire();
        return wire;
    }

    public static Wire.Appeal ToWire(this ModerationAppeal appeal) =>
        new()
        {
            Name = $"appeals/{appeal.Id}",
            Decision = $"decisions/{appeal.DecisionId}",
            Text = appeal.Words,
            CreateTime = appeal.CreatedAt.ToWire(),
            State = (Wire.Appeal.Types.State)appeal.State,
            DecideTime = appeal.DecidedAt.ToWire(),
            Answer = appeal.Answer,
        };

    public static Wire.Case ToWire(this ModerationCase opened) =>
        new()
        {
            Name = $"cases/{opened.Id}",
            Target = opened.Target,
            Kind = (Wire.TargetKind)opened.Kind,
            Person = $"users/{opened.PersonId}",
            Origin = (Wire.CaseOrigin)opened.Origin,
            State = (Wire.Case.Types.State)opened.State,
            OpenTime = opened.OpenedAt.ToWire(),
            ResolveTime = opened.ResolvedAt.ToWire(),
            ReportCount = opened.ReportCount,
            ClaimedBy = opened.ClaimedBy is { } reviewer ? $"users/{reviewer}" : "",
            ClaimExpireTime = opened.ClaimExpiresAt.ToWire(),
        };

    public static Wire.GetCaseResponse ToWire(this CaseFile file)
    {
        var numbers = file.Snapshots.Select((view, index) => (view.Snapshot.Id, Number: index + 1)).ToDictionary(s => s.Id, s => s.Number);
        return new()
        {
            Case = file.Case.ToWire(),
            Reports = { file.Reports.Select(report => report.ToWire(numbers.GetValueOrDefault(report.Report.SnapshotId))) },
            Snapshots = { file.Snapshots.Select(ToWire) },
            Events = { file.Events.Select(ToCaseEvent) },
            Decisions = { file.Decisions.Select(decision => decision.ToWire()) },
            OtherCases = { file.Others.Select(other => other.ToWire()) },
        };
    }

    public static Wire.DecisionRecord ToWire(this DecisionFile file) =>
        new()
        {
            Decision = file.Decision.ToWire(),
            Reviewer = $"users/{file.Decision.ReviewerId}",
            Case = $"cases/{file.Decision.CaseId}",
            Unfounded = file.Decision.IsUnfounded,
            Person = $"users/{file.Decision.PersonId}",
            Appeals = { file.Appeals.Select(appeal => new AppealFile(appeal, file.Decision).ToWire()) },
        };

    public static Wire.AppealRecord ToWire(this AppealFile file) =>
        new()
        {
            Appeal = file.Appeal.ToWire(),
            Appellant = $"users/{file.Appeal.AppellantId}",
            ByReporter = file.Appeal.IsByReporter,
            DecisionReviewer = $"users/{file.Decision.ReviewerId}",
            Reviewer = file.Appeal.ReviewerId is { } reviewer ? $"users/{reviewer}" : "",
            Case = $"cases/{file.Decision.CaseId}",
            Target = file.Decision.Target,
        };

    public static Wire.ModerationStatistics ToWire(this ModerationFigures figures) =>
        new()
        {
            Reports =
            {
                figures.Reports.Select(r => new Wire.ModerationStatistics.Types.ReportFigures
                {
                    Kind = (Wire.TargetKind)r.Kind,
                    Category = (Wire.ReportCategory)r.Category,
                    Count = r.Count,
                }),
            },
            Decisions =
            {
                figures.Decisions.Select(d => new Wire.ModerationStatistics.Types.DecisionFigures
                {
                    Kind = (Wire.TargetKind)d.Kind,
                    Act = (Wire.ModerationAct)d.Act,
                    Ground = (Wire.DecisionGround)d.Ground.GetValueOrDefault(),
                    Origin = (Wire.CaseOrigin)d.Origin,
                    Count = d.Count,
                    ReversedCount = d.Reversed,
                }),
            },
            DecisionCount = figures.Decisions.Sum(d => d.Count),
            MedianDecisionDuration = ToWire(figures.DecisionMedian),
            P95DecisionDuration = ToWire(figures.DecisionP95),
            Appeals =
            {
                figures.Appeals.Select(a => new Wire.ModerationStatistics.Types.AppealFigures
                {
                    Kind = (Wire.TargetKind)a.Kind,
                    ByReporter = a.IsByReporter,
                    State = (Wire.Appeal.Types.State)a.State,
                    Count = a.Count,
                }),
            },
            MedianAppealDuration = ToWire(figures.AppealMedian),
            UnfoundedReportCount = figures.Unfounded,
        };

    private static Wire.Decision ToWire(this ModerationDecision decision) =>
        new()
        {
            Name = $"decisions/{decision.Id}",
            Target = decision.Target,
            Act = (Wire.ModerationAct)decision.Act,
            Scope = (Wire.SuspensionScope)decision.Scope.GetValueOrDefault(),
            Ground = (Wire.DecisionGround)decision.Ground.GetValueOrDefault(),
            Clause = decision.Clause,
            Facts = decision.Facts,
            Origin = (Wire.CaseOrigin)decision.Origin,
            DecideTime = decision.DecidedAt.ToWire(),
            AppealExpireTime = decision.AppealUntil.ToWire(),
            LiftTime = decision.LiftedAt.ToWire(),
            LiftReason = decision.LiftReason,
            Reversed = decision.IsReversed,
        };

    private static Wire.ReportRecord ToWire(this ReportFile file, int snapshot) =>
        new()
        {
            Report = $"reports/{file.Report.Id}",
            Reporter = $"users/{file.Report.ReporterId}",
            Category = (Wire.ReportCategory)file.Report.Category,
            Text = file.Report.Words,
            CreateTime = file.Report.CreatedAt.ToWire(),
            SnapshotNumber = snapshot,
            ReporterUnfoundedCount = file.Unfounded,
        };

    private static Wire.EvidenceSnapshot ToWire(this EvidenceView view) =>
        new()
        {
            TakeTime = view.Snapshot.TakenAt.ToWire(),
            Title = view.Snapshot.Title,
            Text = view.Snapshot.Text,
            Slug = view.Snapshot.Slug,
            Version = view.Snapshot.Version,
            Stars = view.Snapshot.Stars,
            PictureUrl = view.PictureUrl,
        };

    private static Wire.CaseEvent ToCaseEvent(AuditEvent happened) =>
        new()
        {
            Action = happened.Action,
            Actor = happened.ActorId == Guid.Empty ? "" : $"users/{happened.ActorId}",
            EventTime = happened.HappenedAt.ToWire(),
            Note = NoteOf(happened),
        };

    private static string NoteOf(AuditEvent happened)
    {
        if (happened.After is null)
        {
            return "";
        }

        using var after = JsonDocument.Parse(happened.After);
        return after.RootElement.TryGetProperty("note", out var note) ? note.GetString() ?? "" : "";
    }

    private static Duration? ToWire(TimeSpan? time) => time is { } known ? Duration.FromTimeSpan(known) : null;
}
