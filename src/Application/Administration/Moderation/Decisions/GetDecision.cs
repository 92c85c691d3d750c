using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Reads a decision that concerns the caller.</summary>
public sealed class GetDecision(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>DECISION_NOT_FOUND</c>: also when it concerns somebody else.</exception>
    public async Task<OwnDecision> ExecuteAsync(Actor actor, Guid decisionId, CancellationToken cancellationToken) =>
        await DecisionFiles
            .Of(db, DecisionFiles.Concerning(db, actor.UserId).Where(d => d.Id == decisionId), actor.UserId)
            .SingleOrDefaultAsync(cancellationToken)
        ?? throw DecisionFiles.NotFound(decisionId);
}
