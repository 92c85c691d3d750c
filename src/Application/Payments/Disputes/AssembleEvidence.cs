using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Disputes;

/// <summary>What a student did in one lesson.</summary>
/// <param name="CourseTitle">The title of its course.</param>
/// <param name="Title">The lesson's title.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="CompletedAt">When it was completed; null when it was not.</param>
/// <param name="WatchedSeconds">Video: seconds that were credited.</param>
/// <param name="Reports">How many reports of players were counted for it.</param>
public sealed record WatchReceipt(string CourseTitle, string Title, DateTimeOffset OpenedAt, DateTimeOffset? CompletedAt, int WatchedSeconds, int Reports);

/// <summary>Everything the school knows that speaks for a disputed payment.</summary>
/// <param name="Dispute">The dispute.</param>
/// <param name="Order">What was bought, when, for how much.</param>
/// <param name="CustomerName">The student.</param>
/// <param name="CustomerEmail">The student's address.</param>
/// <param name="RegisteredAt">When the student registered.</param>
/// <param name="ConsumedBasisPoints">How much of what was bought was consumed.</param>
/// <param name="Sessions">The student's sessions: from which network, with what.</param>
/// <param name="Lessons">What was done in each lesson that was opened.</param>
public sealed record DisputeEvidence(
    Dispute Dispute,
    Order Order,
    string CustomerName,
    string CustomerEmail,
    DateTimeOffset RegisteredAt,
    int ConsumedBasisPoints,
    IReadOnlyList<Session> Sessions,
    IReadOnlyList<WatchReceipt> Lessons
);

/// <summary>Assembles the evidence for a dispute, to be sent to Stripe by an administrator. Who looked is in the audit log.</summary>
public sealed class AssembleEvidence(SchoolDbContext db, MeasureConsumption consumption, GrantSource grantSource, AuditTrail audit)
{
    private const int MaximumSessions = 50;

    /// <summary>Assembles it.</summary>
    /// <exception cref="DomainException"><c>DISPUTE_NOT_FOUND</c>.</exception>
    public async Task<DisputeEvidence> ExecuteAsync(Actor actor, Guid disputeId, CancellationToken cancellationToken)
    {
        var dispute =
            await db.Disputes.AsNoTracking().SingleOrDefaultAsync(d => d.Id == disputeId, cancellationToken)
            ?? throw new DomainException(PaymentReasons.DisputeNotFound, "{dispute} does not exist.", ("dispute", $"disputes/{disputeId}"));
        var order = await db.Orders.AsNoTracking().Include(o => o.Courses).SingleAsync(o => o.Id == dispute.OrderId, cancellationToken);
        var student = await db.Users.AsNoTracking().SingleAsync(u => u.Id == order.StudentId, cancellationToken);
        var sessions = await db
            .Sessions.AsNoTracking()
            .Where(s => s.UserId == student.Id)
            .OrderByDescending(s => s.Id)
            .Take(MaximumSessions)
            .ToListAsync(cancellationToken);
        var source = await grantSource.ExecuteAsync(order, cancellationToken);
        var evidence = new DisputeEvidence(
            dispute,
            order,
            student.DisplayName,
            student.Email,
            student.CreatedAt,
            await consumption.ExecuteAsync(source, cancellationToken),
            sessions,
            await ReceiptsAsync(source, cancellationToken)
        );
        audit.Note(actor, "dispute.evidence", $"disputes/{dispute.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return evidence;
    }

    private async Task<IReadOnlyList<WatchReceipt>> ReceiptsAsync(string source, CancellationToken cancellationToken)
    {
        var granted = db.AccessGrants.Where(g => g.Source == source).Select(g => g.EnrollmentId);
        var opened = await (
            from enrollment in db.Enrollments
            join progress in db.LessonProgress on enrollment.Id equals progress.EnrollmentId
            join lesson in db.CurriculumLessons
                on new { VersionId = enrollment.CurriculumVersionId, progress.LessonId } equals new { lesson.VersionId, lesson.LessonId }
            join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
            where granted.Contains(enrollment.Id)
            orderby enrollment.Id, lesson.Position
            select new
            {
                CourseTitle = version.Text.Title,
                lesson.LessonId,
                lesson.Title,
                Progress = progress,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var sessions = (await db.WatchSessions.AsNoTracking().Where(s => granted.Contains(s.EnrollmentId)).ToListAsync(cancellationToken)).ToLookup(s =>
            s.LessonId
        );
        return opened.ConvertAll(o => new WatchReceipt(
            o.CourseTitle,
            o.Title,
            o.Progress.OpenedAt,
            o.Progress.CompletedAt,
            o.Progress.Watched.Seconds,
            sessions[o.LessonId].Sum(s => s.Sequences.Seconds)
        ));
    }
}
