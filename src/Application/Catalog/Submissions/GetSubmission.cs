using System.Text.Json;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>What a reviewer has before them.</summary>
/// <param name="View">The submission.</param>
/// <param name="Page">
/// What is said of the course that differs from the version published last: names of <see cref="CourseText"/>, and <c>Cover</c>. Only of one that is open, as
/// are the next two.
/// </param>
/// <param name="Lessons">The lessons that differ from it.</param>
/// <param name="SinceLast">The lessons that are new or differ from the submission before.</param>
public sealed record SubmissionDetail(
    SubmissionView View,
    IReadOnlyList<string> Page,
    IReadOnlyList<CurriculumChange> Lessons,
    IReadOnlyCollection<Guid> SinceLast
);

/// <summary>Reads a submission with what differs in it.</summary>
public sealed class GetSubmission(SchoolDbContext db, SubmissionReaders readers, TimeProvider clock)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SUBMISSION_NOT_FOUND</c>.</exception>
    public async Task<SubmissionDetail> ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, CancellationToken cancellationToken)
    {
        var isForStaff = await readers.IsForStaffAsync(actor, courseId, cancellationToken);
        var submission =
            await db.CourseSubmissions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == submissionId && s.CourseId == courseId, cancellationToken)
            ?? throw SubmissionDesk.NotFound(courseId, submissionId);
        var view = new SubmissionView(submission, submission.HolderAt(clock.GetUtcNow()), isForStaff);
        if (submission.State != SubmissionState.Open)
        {
            // The draft has moved on.
            return new SubmissionDetail(view, [], [], []);
        }

        var draft = await db
            .Courses.AsNoTracking()
            .Include(c => c.Sections)
                .ThenInclude(s => s.Lessons)
            .AsSplitQuery()
            .SingleAsync(c => c.Id == courseId, cancellationToken);
        var published = await db
            .CurriculumVersions.AsNoTracking()
            .Include(v => v.Lessons.OrderBy(l => l.Position))
            .SingleOrDefaultAsync(v => v.CourseId == courseId && v.Number == submission.BaseVersion, cancellationToken);
        var earlier = await db
            .CourseSubmissions.Where(s => s.CourseId == courseId && s.Number < submission.Number)
            .OrderByDescending(s => s.Number)
            .Select(s => s.Digest)
            .FirstOrDefaultAsync(cancellationToken);
        return new SubmissionDetail(
            view,
            published is null ? [] : PageChanges(published, draft),
            [.. CurriculumChange.Between(published, draft)],
            DraftDigest.Read(earlier ?? "") is { } last ? [.. DraftDigest.Of(draft).LessonsSince(last)] : []
        );
    }

    private static string[] PageChanges(CurriculumVersion published, Course draft)
    {
        var (before, after) = (JsonSerializer.SerializeToElement(published.Text), JsonSerializer.SerializeToElement(draft.Text));
        return
        [
            .. after.EnumerateObject().Where(field => field.Value.GetRawText() != before.GetProperty(field.Name).GetRawText()).Select(field => field.Name),
            .. published.CoverId == draft.CoverId ? Array.Empty<string>() : ["Cover"],
        ];
    }
}
