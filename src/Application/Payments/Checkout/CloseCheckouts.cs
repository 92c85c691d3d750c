using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// Closes the checkout pages on which a course is sold, by itself or in a bundle, once it is off sale. A page that is paid at the same moment stays paid.
/// </summary>
public sealed class CloseCheckouts(SchoolDbContext db, Sweep sweep) : IHandle<CloseCheckoutsWork>
{
    Task IHandle<CloseCheckoutsWork>.HandleAsync(CloseCheckoutsWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.CourseId, cancellationToken);

    /// <summary>Closes them, unless the course is on sale again. Repeating it changes nothing.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: some are still open; to be tried again.</exception>
    public async Task ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var open = db
            .Orders.Where(o => o.State == OrderState.Pending && (o.CourseId == courseId || o.Courses.Any(c => c.CourseId == courseId)))
            .Where(o => db.Courses.Any(c => c.Id == courseId && c.PublishedVersion == 0))
            .OrderBy(o => o.Id)
            .Select(o => o.Id);
        while (await sweep.RunAsync<CloseOrder>("close-checkouts", open, (close, id) => close.ExecuteAsync(id, cancellationToken), cancellationToken) > 0) { }

        if (await open.AnyAsync(cancellationToken))
        {
            throw new DomainException(CallReasons.DependencyUnavailable, "Not all checkout pages could be closed.", ("course", $"courses/{courseId}"));
        }
    }
}
