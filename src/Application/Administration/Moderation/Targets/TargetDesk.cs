using ESchool.Application.Catalog.Authors;
using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Chat;
using ESchool.Application.Chat.Messages;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.People;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Targets;

/// <summary>What a case needs to know of its target.</summary>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Evidence">What it looks like.</param>
public sealed record TargetState(Guid PersonId, Evidence Evidence);

/// <summary>Finds what is reported: whose it is, what it looks like, and whether a reporter can see it at all.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class TargetDesk(
    SchoolDbContext db,
    ReviewDesk reviews,
    RemoveMessage messages,
    CourseAuthors authors,
    GetPerson people,
    Administrators administrators
)
{
    /// <summary>Reads a target that a reporter can see. Of reviews, Catalog decides that.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>CONVERSATION_NOT_FOUND</c>, <c>MESSAGE_NOT_FOUND</c>, <c>USER_NOT_FOUND</c>, <c>REPORT_OWN</c>.
    /// </exception>
    internal async Task<TargetState> RequireVisibleAsync(Actor actor, ModerationTarget target, CancellationToken cancellationToken)
    {
        switch (target.Kind)
        {
            case TargetKind.Course:
                await RequireSeenCourseAsync(actor, target, cancellationToken);
                break;
            case TargetKind.Message:
                if (!await ConversationAccess.Of(db, actor).AnyAsync(c => c.Id == target.Id, cancellationToken))
                {
                    throw ConversationAccess.NotFound(target.Id);
                }

                break;
            case TargetKind.Profile when target.Id != actor.UserId:
                await people.ExecuteAsync(actor, target.Id, cancellationToken);
                break;
        }

        var state = await RequireAsync(target, cancellationToken);
        return state.PersonId == actor.UserId ? throw Own(target) : state;
    }

    /// <summary>Reads a target that is there, whoever sees it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>REVIEW_NOT_FOUND</c>, <c>MESSAGE_NOT_FOUND</c>, <c>USER_NOT_FOUND</c>.</exception>
    internal async Task<TargetState> RequireAsync(ModerationTarget target, CancellationToken cancellationToken) =>
        target.Kind switch
        {
            TargetKind.Course => await CourseAsync(target, cancellationToken),
            TargetKind.Review => await ReviewAsync(target, cancellationToken),
            TargetKind.Message => await MessageAsync(target, cancellationToken),
            _ => await ProfileAsync(target, cancellationToken),
        };

    /// <summary>
    /// Locks a target before its case is locked: what acts on it takes its lock first too, so that nobody waits in a circle. What is gone is not locked.
    /// </summary>
    internal async Task LockAsync(ModerationTarget target, ModerationAct act, CancellationToken cancellationToken)
    {
        switch (target.Kind)
        {
            case TargetKind.Course:
                await db.Courses.Where(c => c.Id == target.Id).ForNoKeyUpdate().LockAsync(cancellationToken);
                break;
            case TargetKind.Review:
                await reviews.LockRatingsAsync([target.CourseId], cancellationToken);
                await db.Reviews.Where(r => r.Id == target.Id).ForNoKeyUpdate().LockAsync(cancellationToken);
                break;
            case TargetKind.Message:
                await db.Conversations.Where(c => c.Id == target.Id).ForNoKeyUpdate().LockAsync(cancellationToken);
                break;
            case TargetKind.Profile:
                if (act == ModerationAct.Suspend)
                {
                    await administrators.RequireAnotherAsync(target.Id, cancellationToken);
                }

                await db.Users.Where(u => u.Id == target.Id).ForUpdate().LockAsync(cancellationToken);
                break;
        }
    }

    private async Task RequireSeenCourseAsync(Actor actor, ModerationTarget target, CancellationToken cancellationToken)
    {
        if (await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == target.Id, cancellationToken))
        {
            throw Own(target);
        }

        var isSeen = await db.Courses.AnyAsync(
            c => c.Id == target.Id && (c.PublishedVersion > 0 || db.Enrollments.Any(e => e.CourseId == c.Id && e.StudentId == actor.UserId)),
            cancellationToken
        );
        if (!isSeen)
        {
            throw NoCourse(target);
        }
    }

    /// <summary>As it is on sale, or was last; a draft as it is.</summary>
    private async Task<TargetState> CourseAsync(ModerationTarget target, CancellationToken cancellationToken)
    {
        var course = await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == target.Id, cancellationToken) ?? throw NoCourse(target);
        var published = await db
            .CurriculumVersions.AsNoTracking()
            .Where(v => v.CourseId == course.Id && v.Number == course.LatestVersion)
            .Select(v => v.Text)
            .SingleOrDefaultAsync(cancellationToken);
        var text = published ?? course.Text;
        return new TargetState(
            course.InstructorId,
            new Evidence(text.Title, Join(text.Subtitle, text.Summary, text.Description), course.Slug ?? "", course.LatestVersion)
        );
    }

    private async Task<TargetState> ReviewAsync(ModerationTarget target, CancellationToken cancellationToken)
    {
        var review =
            await db.Reviews.AsNoTracking().SingleOrDefaultAsync(r => r.Id == target.Id && r.CourseId == target.CourseId, cancellationToken)
            ?? throw ReviewDesk.NotFound(target.CourseId, target.Id);
        return new TargetState(review.StudentId, new Evidence(Text: review.Text, Stars: review.Stars));
    }

    /// <summary>Of a message that was removed, what it said before.</summary>
    private async Task<TargetState> MessageAsync(ModerationTarget target, CancellationToken cancellationToken)
    {
        var (message, _) = await messages.LockAsync(target.Id, target.Sequence, cancellationToken);
        return new TargetState(message.SenderId, new Evidence(Text: message.RemovedText ?? message.Text));
    }

    private async Task<TargetState> ProfileAsync(ModerationTarget target, CancellationToken cancellationToken)
    {
        var user = await Accounts.FindAsync(db, target.Id, cancellationToken);
        var profile = await db.InstructorProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.InstructorId == user.Id, cancellationToken);
        return new TargetState(
            user.Id,
            new Evidence(user.DisplayName, profile is null ? "" : Join(profile.Headline, profile.Bio, profile.Expertise), PictureKey: user.AvatarKey ?? "")
        );
    }

    private static string Join(params IEnumerable<string> texts) => string.Join("\n\n", texts.Where(text => text.Length > 0));

    /// <summary>The refusal of who has a part in what is reported.</summary>
    internal static DomainException Own(ModerationTarget target) => new(ModerationReasons.ReportOwn, "{target} is the caller's own.", ("target", target.Name));

    private static DomainException NoCourse(ModerationTarget target) => new(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", target.Name));
}
