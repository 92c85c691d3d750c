using System.Linq.Expressions;
using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Loads drafts for those who work on them.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseDrafts(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>What was ever submitted: only that is shown to staff. A draft that its instructor never showed to anybody is private.</summary>
    public static Expression<Func<Course, bool>> WasSubmitted { get; } =
        course => (course.State != CourseState.Draft || course.LatestVersion > 0) && course.DeletedAt == null;

    /// <summary>
    /// Changes a draft of which the actor is an editor. The course's row is locked: of authors who are at work at the same time each finds what the one before
    /// left, and an edit and a submission never cross.
    /// </summary>
    /// <param name="actor">An editor, or the owner.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the caller last read of the course; null to take whatever is there.</param>
    /// <param name="edit">Changes the draft, with its sections and lessons; what it changes is saved.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>ETAG_STALE</c>.</exception>
    public Task<TResult> EditAsync<TResult>(Actor actor, Guid courseId, uint? etag, Func<Course, Task<TResult>> edit, CancellationToken cancellationToken) =>
        ChangeAsync(actor, courseId, AuthorRole.Editor, etag, edit, cancellationToken);

    /// <summary>As <c>EditAsync</c>, for what only the owner may do.</summary>
    public Task<TResult> ChangeOwnAsync<TResult>(Actor actor, Guid courseId, uint? etag, Func<Course, TResult> change, CancellationToken cancellationToken) =>
        ChangeAsync(actor, courseId, AuthorRole.Owner, etag, course => Task.FromResult(change(course)), cancellationToken);

    private Task<TResult> ChangeAsync<TResult>(
        Actor actor,
        Guid courseId,
        AuthorRole least,
        uint? etag,
        Func<Course, Task<TResult>> edit,
        CancellationToken cancellationToken
    ) =>
        db.InTransactionAsync(
            async () =>
            {
                await authors.CoursesOf(actor.UserId).Where(c => c.Id == courseId).ForNoKeyUpdate().LockAsync(cancellationToken);
                var (course, _) = await FindAsync(db.Courses, actor, courseId, least, cancellationToken);
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

    /// <summary>Reads a draft that the actor works on, with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<Course> ReadAsync(Actor actor, Guid courseId, AuthorRole least, CancellationToken cancellationToken) =>
        (await FindAsync(actor, courseId, least, cancellationToken)).Course;

    /// <summary>Reads a draft as <see cref="ReadAsync"/> does, and what the actor may do with it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public Task<AuthoredCourse> FindAsync(Actor actor, Guid courseId, AuthorRole least, CancellationToken cancellationToken) =>
        FindAsync(db.Courses.AsNoTracking(), actor, courseId, least, cancellationToken);

    /// <summary>Finds the length of those of a draft's videos that can be played.</summary>
    public Task<Dictionary<Guid, int>> PlayableSecondsAsync(Course course, CancellationToken cancellationToken)
    {
        var assets = course.Sections.SelectMany(s => s.Lessons).Select(l => l.AssetId).Append(course.Text.PromotionalVideo).OfType<Guid>().ToList();
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

    private async Task<AuthoredCourse> FindAsync(IQueryable<Course> courses, Actor actor, Guid courseId, AuthorRole least, CancellationToken cancellationToken)
    {
        var course =
            await courses
                .Include(c => c.Sections)
                    .ThenInclude(s => s.Lessons)
                .AsSplitQuery()
                .SingleOrDefaultAsync(c => c.Id == courseId && c.DeletedAt == null, cancellationToken)
            ?? throw CourseAuthors.NotFound(courseId);
        return new AuthoredCourse(course, await authors.RequireAsync(actor, course, least, cancellationToken));
    }
}
