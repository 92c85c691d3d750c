using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.SupportViews;

/// <summary>Ends a view: its token does not work any more. Those of others are ended by administrators.</summary>
public sealed class EndSupportView(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Ends it. One that has ended stays as it is.</summary>
    /// <exception cref="DomainException"><c>SUPPORT_VIEW_NOT_FOUND</c>.</exception>
    public Task<SupportView> ExecuteAsync(Actor actor, Guid viewId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var view =
                    await db
                        .SupportViews.Where(v => v.Id == viewId && (v.StaffId == actor.UserId || actor.IsAdmin))
                        .ForNoKeyUpdate()
                        .SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(AdministrationReasons.SupportViewNotFound, "{view} does not exist.", ("view", $"supportViews/{viewId}"));
                if (view.End(clock.GetUtcNow()))
                {
                    audit.Note(
                        actor,
                        "support_view.end",
                        $"users/{view.UserId}",
                        after: new
                        {
                            view = $"supportViews/{view.Id}",
                            calls = view.Calls,
                            refusedCalls = view.RefusedCalls,
                        }
                    );
                    await db.SaveChangesAsync(cancellationToken);
                }

                return view;
            },
            cancellationToken
        );
}
