using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Lists the decisions that concern the caller, the newest first.</summary>
public sealed class ListOwnDecisions(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<OwnDecision>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var first = DecisionFiles
            .Concerning(db, actor.UserId)
            .Where(d => page.AfterId == null || d.Id < page.AfterId)
            .OrderByDescending(d => d.Id)
            .Take(page.Size + 1);
        var rows = await DecisionFiles.Of(db, first, actor.UserId).ToListAsync(cancellationToken);
        return Page<OwnDecision>.Of([.. rows.OrderByDescending(own => own.Decision.Id)], page.Size, own => own.Decision.Id.ToString());
    }
}
