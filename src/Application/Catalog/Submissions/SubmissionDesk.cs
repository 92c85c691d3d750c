using ESchool.Application.Catalog.Authors;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Settings;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>Where submissions are found and locked. Whoever changes the course too has locked it before.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SubmissionDesk(SchoolDbContext db, CourseAuthors authors, Administrators administrators, LiveSettings settings, TimeProvider clock)
{
    /// <summary>Hands in a draft that is being submitted; the caller has locked the course, and saves.</summary>
    /// <exception cref="DomainException"><c>REQUESTED_CHANGES_OPEN</c>.</exception>
    public async Task<CourseSubmission> HandInAsync(Actor actor, Course course, CancellationToken cancellationToken)
    {
        await RequireChangesMadeAsync(course.Id, cancellationToken);
        var number = await db.CourseSubmissions.CountAsync(s => s.CourseId == course.Id, cancellationToken) + 1;
        var submission = new CourseSubmission(course, number, actor.UserId, await ScopeAsync(actor, course, cancellationToken), clock.GetUtcNow());
        db.CourseSubmissions.Add(submission);
        return submission;
    }

    /// <summary>Locks the open submission of a course; null when there is none.</summary>
    public Task<CourseSubmission?> LockOpenAsync(Guid courseId, CancellationToken cancellationToken) =>
        db.CourseSubmissions.Where(s => s.CourseId == courseId && s.State == SubmissionState.Open).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken);

    /// <summary>Locks a submission.</summary>
    /// <exception cref="DomainException"><c>SUBMISSION_NOT_FOUND</c>.</exception>
    public async Task<CourseSubmission> LockAsync(Guid courseId, Guid submissionId, CancellationToken cancellationToken) =>
        await db.CourseSubmissions.Where(s => s.Id == submissionId && s.CourseId == courseId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
        ?? throw NotFound(courseId, submissionId);

    /// <summary>Refuses a reviewer who works on the course, unless the school has no other.</summary>
    /// <exception cref="DomainException"><c>SUBMISSION_OWN</c>.</exception>
    public async Task RequireNoAuthorAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        if (
            await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == courseId, cancellationToken)
            && await administrators.AnyBesidesAsync([actor.UserId], cancellationToken)
        )
        {
            throw new DomainException(SubmissionReasons.SubmissionOwn, "The caller works on {course}.", ("course", $"courses/{courseId}"));
        }
    }

    /// <summary>Refuses while changes that are required are not made.</summary>
    /// <exception cref="DomainException"><c>REQUESTED_CHANGES_OPEN</c>: with each of them, up to 20.</exception>
    public async Task RequireChangesMadeAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var open = db
            .RequestedChanges.Where(c => c.CourseId == courseId && c.Importance == ChangeImportance.Required && c.ResolvedAt == null)
            .Where(c => db.CourseSubmissions.Any(s => s.Id == c.SubmissionId && s.State != SubmissionState.Withdrawn));
        var count = await open.CountAsync(cancellationToken);
        if (count > 0)
        {
            var first = await open.OrderBy(c => c.Id)
                .Take(20)
                .Select(c => new
                {
                    c.SubmissionId,
                    c.Id,
                    c.Text,
                })
                .ToListAsync(cancellationToken);
            throw new DomainException(SubmissionReasons.RequestedChangesOpen, "{count} changes that are required are not made.", ("count", count))
            {
                Violations = first.ConvertAll(c => new Violation(NameOf(courseId, c.SubmissionId, c.Id), c.Text)),
            };
        }
    }

    /// <summary>The refusal of a submission that is not there, or that the caller may not see.</summary>
    internal static DomainException NotFound(Guid courseId, Guid submissionId) =>
        new(SubmissionReasons.SubmissionNotFound, "{submission} does not exist.", ("submission", NameOf(courseId, submissionId)));

    /// <summary>The resource name of a submission.</summary>
    internal static string NameOf(Guid courseId, Guid submissionId) => $"courses/{courseId}/submissions/{submissionId}";

    /// <summary>The resource name of a requested change.</summary>
    internal static string NameOf(Guid courseId, Guid submissionId, Guid changeId) => $"{NameOf(courseId, submissionId)}/changes/{changeId}";

    /// <summary>Whether what was submitted last and not taken back was refused: then somebody has to see whether it is mended.</summary>
    private async Task<bool> WasRefusedAsync(Guid courseId, CancellationToken cancellationToken) =>
        await db
            .CourseSubmissions.Where(s => s.CourseId == courseId && s.State != SubmissionState.Withdrawn)
            .OrderByDescending(s => s.Number)
            .Select(s => (SubmissionState?)s.State)
            .FirstOrDefaultAsync(cancellationToken)
            is SubmissionState.ChangesRequested
                or SubmissionState.Declined;

    /// <summary>The owner's trust does not pass to whom they invite, nor that of a guest to the owner.</summary>
    private async Task<bool> AreTrustedAsync(IReadOnlyCollection<Guid> authors, CancellationToken cancellationToken) =>
        await db.InstructorProfiles.CountAsync(p => authors.Contains(p.InstructorId) && p.TrustedAt != null, cancellationToken) == authors.Distinct().Count();

    private async Task<ReviewScope> ScopeAsync(Actor actor, Course course, CancellationToken cancellationToken)
    {
        if (course.LatestVersion == 0)
        {
            return ReviewScope.Full;
        }

        return await settings.GetAsync(KnownSettings.LaterVersions, cancellationToken) switch
        {
            LaterVersionReview.Full => ReviewScope.Full,
            LaterVersionReview.TrustedWithout
                when await AreTrustedAsync([course.InstructorId, actor.UserId], cancellationToken) && !await WasRefusedAsync(course.Id, cancellationToken) =>
                ReviewScope.None,
            _ => ReviewScope.Changes,
        };
    }
}
