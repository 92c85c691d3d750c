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
    public static Expression<Func<Course, bool>> WasSubmitted { get; } = course => course.State != CourseState.Draft || course.LatestVersion > 0;

    /// <summary>Loads the actor's own draft with sections and lessons, to be changed.</summary>
    /// <param name="actor">The owner.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the caller last read; null to take whatever is there.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>ETAG_STALE</c>.</exception>
    public async Task<Course> LoadAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken)
    {
        var course = await Find(db.Courses, actor, courseId, cancellationToken);
        RequireEtag(course.RowVersion, etag);
        return course;
    }

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
            .Include(c => c.Sections.OrderBy(s => s.Position))
                .ThenInclude(s => s.Lessons.OrderBy(l => l.Position))
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.Id == courseId && c.InstructorId == actor.UserId, cancellationToken)
        ?? throw NotFound(courseId);
}
