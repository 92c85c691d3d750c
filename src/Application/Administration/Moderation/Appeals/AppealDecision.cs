using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>Appeals a decision that concerns the caller, or that left what the caller reported as it is.</summary>
public sealed class AppealDecision(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Appeals it. The same words again are the same appeal.</summary>
    /// <exception cref="DomainException">
    /// <c>DECISION_NOT_FOUND</c>, <c>APPEAL_EXISTS</c>, <c>DECISION_NOT_APPEALABLE</c>, <c>APPEAL_TOO_LATE</c>.
    /// </exception>
    public Task<ModerationAppeal> ExecuteAsync(Guid appellantId, Guid decisionId, string words, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var decision = await db.ModerationDecisions.Where(d => d.Id == decisionId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken);
                var reported =
                    decision is not null
                    && await db.ModerationReports.AnyAsync(r => r.CaseId == decision.CaseId && r.ReporterId == appellantId, cancellationToken);
                if (decision is null || !(reported || (decision.PersonId == appellantId && decision.Ruling.Concerns)))
                {
                    throw DecisionFiles.NotFound(decisionId);
                }

                var before = await db.ModerationAppeals.SingleOrDefaultAsync(
                    a => a.DecisionId == decisionId && a.AppellantId == appellantId,
                    cancellationToken
                );
                if (before is not null)
                {
                    return before.Words == words.Trim()
                        ? before
                        : throw new DomainException(ModerationReasons.AppealExists, "The caller has appealed in {appeal}.", ("appeal", $"appeals/{before.Id}"));
                }

                var appeal = new ModerationAppeal(decision, appellantId, reported, words, clock.GetUtcNow());
                db.ModerationAppeals.Add(appeal);
                audit.Note(appellantId, "appeal.create", $"appeals/{appeal.Id}", after: new { decision = $"decisions/{decisionId}" });
                await db.SaveChangesAsync(cancellationToken);
                return appeal;
            },
            cancellationToken
        );
}
