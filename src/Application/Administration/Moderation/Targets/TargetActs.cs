using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Application.Chat.Messages;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Targets;

/// <summary>Does what was decided, and undoes it; inside the transaction of the decision, with the target's lock held.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class TargetActs(
    SchoolDbContext db,
    SuspendCourse suspendCourse,
    ReinstateCourse reinstateCourse,
    ReviewHiding reviews,
    RemoveMessage messages,
    HideProfile profiles,
    SuspendUser suspendUser,
    ReinstateUser reinstateUser
)
{
    /// <summary>Does it.</summary>
    /// <returns>False when what is restricted was so already, otherwise than by a decision that is in force.</returns>
    internal async Task<bool> ApplyAsync(Actor actor, ModerationTarget target, Ruling ruling, CancellationToken cancellationToken)
    {
        if (!ruling.Restricts)
        {
            await LeaveAsync(target, cancellationToken);
            return false;
        }

        return await RestrictAsync(actor, target, ruling, cancellationToken)
            || await db.ModerationDecisions.InForce(target.Name, ruling.Act).AnyAsync(d => d.HadEffect, cancellationToken);
    }

    /// <summary>Undoes it, as far as no other decision restricts the same. What is gone meanwhile stays gone.</summary>
    /// <param name="actor">Who undoes it.</param>
    /// <param name="lifted">The decision; it must be saved as lifted.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    internal async Task UndoAsync(Actor actor, ModerationDecision lifted, string reason, CancellationToken cancellationToken)
    {
        if (!lifted.Restricts || !lifted.HadEffect)
        {
            return;
        }

        var target = ModerationTarget.Parse(lifted.Target)!;
        var others = await db
            .ModerationDecisions.InForce(lifted.Target, lifted.Act)
            .AsNoTracking()
            .OrderByDescending(d => d.Scope)
            .ToListAsync(cancellationToken);
        if (others is [var strictest, ..])
        {
            if (target.Kind == TargetKind.Course)
            {
                await suspendCourse.ApplyAsync(actor, target.Id, strictest.Facts, strictest.Scope ?? SuspensionScope.Sale, cancellationToken);
            }

            return;
        }

        switch (target.Kind)
        {
            case TargetKind.Course:
                await reinstateCourse.ExecuteAsync(actor, target.Id, cancellationToken);
                break;
            case TargetKind.Review when await db.Reviews.AnyAsync(r => r.Id == target.Id && r.State == ReviewState.Hidden, cancellationToken):
                await reviews.ShowAsync(actor, target.CourseId, target.Id, reason, cancellationToken);
                break;
            case TargetKind.Message:
                await messages.RestoreAsync(target.Id, target.Sequence, cancellationToken);
                break;
            case TargetKind.Profile when await db.Users.AnyAsync(u => u.Id == target.Id && u.ErasedAt == null, cancellationToken):
                await (
                    lifted.Act == ModerationAct.Suspend
                        ? reinstateUser.ExecuteAsync(actor, target.Id, cancellationToken)
                        : profiles.ShowAsync(actor, target.Id, cancellationToken)
                );
                break;
        }
    }

    private async Task<bool> RestrictAsync(Actor actor, ModerationTarget target, Ruling ruling, CancellationToken cancellationToken)
    {
        switch (target.Kind)
        {
            case TargetKind.Course:
                var before = await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == target.Id, cancellationToken);
                var scope = ruling.Scope ?? SuspensionScope.Sale;

                // A decision that takes less than what is taken already changes nothing: it does not give back what another took.
                return !(before?.Suspension >= scope)
                    && (await suspendCourse.ApplyAsync(actor, target.Id, ruling.Facts, scope, cancellationToken)).Suspension != before?.Suspension;
            case TargetKind.Review:
                return (await reviews.HideAsync(actor, target.CourseId, target.Id, ruling.Facts, cancellationToken)).Changed;
            case TargetKind.Message:
                return await messages.ExecuteAsync(target.Id, target.Sequence, cancellationToken);
            default:
                return ruling.Act == ModerationAct.Suspend
                    ? await SuspendUserAsync(actor, target.Id, ruling.Facts, cancellationToken)
                    : await profiles.ExecuteAsync(actor, target.Id, cancellationToken);
        }
    }

    private async Task<bool> SuspendUserAsync(Actor actor, Guid userId, string reason, CancellationToken cancellationToken)
    {
        var wasSuspended = await db.Users.AnyAsync(u => u.Id == userId && u.SuspendedAt != null, cancellationToken);
        await suspendUser.ApplyAsync(actor, userId, reason, cancellationToken);
        return !wasSuspended;
    }

    /// <summary>A review is not waited for any more, although nothing is done to it.</summary>
    private async Task LeaveAsync(ModerationTarget target, CancellationToken cancellationToken)
    {
        if (target.Kind == TargetKind.Review && await db.Reviews.AnyAsync(r => r.Id == target.Id && r.CourseId == target.CourseId, cancellationToken))
        {
            await reviews.LeaveAsync(target.CourseId, target.Id, cancellationToken);
        }
    }
}
