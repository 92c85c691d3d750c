using System.Linq.Expressions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Loads drafts by id and owner.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseDrafts(SchoolDbContext db)
{
    /// <summary>What was ever submitted: only that is shown to staff. A draft that its instructor never showed to anybody is private.</summary>
    public static Expression<Func<Course, bool>> WasSubmitted { get; } =
        course => (course.State != CourseState.Draft || course.LatestVersion > 0) && course.DeletedAt == null;

    /// <summary>
    /// Changes the actor's own draft. The course's row is locked: of authors who are at work at the same time each finds what the one before left, and an edit and a
    /// submission never cross.
    /// </summary>
    /// <param name="actor">The owner.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the caller last read of the course; null to take whatever is there.</param>
    /// <param name="edit">Changes the draft, with its sections and lessons; what it changes is saved.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>ETAG_STALE</c>.</exception>
    public Task<TResult> EditAsync<TResult>(Actor actor, Guid courseId, uint? etag, Func<Course, Task<TResult>> edit, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.Courses.Where(c => c.Id == courseId && c.InstructorId == actor.UserId).ForNoKeyUpdate().LockAsync(cancellationToken);
                var course = await Find(db.Courses, actor, courseId, cancellationToken);
                RequireEtag(course.RowVersion, etag);
                var result = await edit(course);
                await db.SaveChangesAsync(cancellationToken);
                return result;
            },
            cancellationToken
        );

    /// <inheritdoc cref="EditAsync{TResult}(Actor, Guid, uint?, Func{Course, Task{TResult}}, CancellationToken)"/>
    public Task<TResult> EditAsync<TResult>(Actor actor, Guid courseId, Func<Course, TResult> edit, CancellationToken cancellationToken) =>
        EditAsync(actor, courseId, etag: null, course => Task.FromResult(edit(course)), cancellationToken);

    /// <summary>Reads the actor's own draft with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public Task<Course> ReadAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        Find(db.Courses.AsNoTracking(), actor, courseId, cancellationToken);

    /// <summary>Finds the length of those of a draft's videos that can be played.</summary>
    public Task<Dictionary<Guid, int>> PlayableSecondsAsync(Course course, CancellationToken cancellationToken)
    {
        var assets = course.Sections.SelectMany(s => s.Lessons).Select(l => l.AssetId).OfType<Guid>().ToList();
        return db
            .Assets.Where(a =>
                assets.Contains(a.Id) && a.OwnerId == course.InstructorId && a.State == Domain.Media.AssetState.Ready && a.DurationSeconds != null
            )
            .ToDictionaryAsync(a => a.Id, a => a.DurationSeconds!.Value, cancellationToken);
    }

    /// <summary>Refuses a change that was made from an old reading.</summary>
    /// <exception cref="DomainException"><c>ETAG_STALE</c>.</exception>
    public static void RequireEtag(int present, uint? etag) => RequireEtag((uint)present, etag);

    /// <inheritdoc cref="RequireEtag(int, uint?)"/>
    public static void RequireEtag(uint present, uint? etag)
    {
        if (etag is not null && etag != present)
        {
            throw new DomainException(CallReasons.EtagStale, "It was changed since it was read; read it again.");
        }
    }

    /// <summary>The refusal for a course that is not there, or not the caller's.</summary>
    internal static DomainException NotFound(Guid courseId) =>
        new(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));

    private static async Task<Course> Find(IQueryable<Course> courses, Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        await courses
            .Include(c => c.Sections)
                .ThenInclude(s => s.Lessons)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.Id == courseId && c.InstructorId == actor.UserId && c.DeletedAt == null, cancellationToken)
        ?? throw NotFound(courseId);
}
