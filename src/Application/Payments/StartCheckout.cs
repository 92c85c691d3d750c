using ESchool.Application.Catalog;
using ESchool.Application.Learning;
using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ESchool.Application.Payments;

/// <summary>Where Stripe sends the browser.</summary>
/// <param name="SuccessUrl">After paying.</param>
/// <param name="CancelUrl">After giving up.</param>
public sealed record CheckoutReturn(string SuccessUrl, string CancelUrl);

/// <summary>
/// Makes an order and its Stripe Checkout page. First the order is saved, then Stripe is asked with a key that derives from the order, then
/// the answer is saved: a call repeated at any point goes on where the one before stopped.
/// </summary>
public sealed class StartCheckout(
    SchoolDbContext db, GetCourse courses, EnrollStudent enroll, StripeGateway stripe, IOptions<LedgerOptions> ledger, TimeProvider clock)
{
    /// <summary>Starts checkout; the same request id gives the same order.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>ALREADY_ENROLLED</c>, <c>OWN_COURSE</c>, <c>REQUEST_ID_REUSED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Order> ExecuteAsync(Actor actor, Guid requestId, Guid courseId, CheckoutReturn returnTo, CancellationToken cancellationToken)
    {
        var order = await FindOrMakeAsync(actor, requestId, courseId, cancellationToken);
        if (order.CheckoutUrl is not null || order.State != OrderState.Pending)
        {
            return order;
        }

        if (order.TotalMinorUnits == 0)
        {
            return await EnrollFreeAsync(order, cancellationToken);
        }

        var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync(cancellationToken);
        var (sessionId, url) = await stripe.CreateCheckoutAsync(order, returnTo, email, cancellationToken);
        order.AttachCheckout(sessionId, url);
        await db.SaveChangesAsync(CancellationToken.None);
        return order;
    }

    private async Task<Order> FindOrMakeAsync(Actor actor, Guid requestId, Guid courseId, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, requestId, courseId, cancellationToken) is { } found)
        {
            return found;
        }

        var course = await courses.ExecuteAsync(courseId, cancellationToken);
        if (course.InstructorId == actor.UserId)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors can't buy their own courses.");
        }

        if (await db.Enrollments.AnyAsync(e => e.StudentId == actor.UserId && e.CourseId == courseId && e.State == EnrollmentState.Active, cancellationToken))
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The caller is enrolled in the course.", ("course", courseId.ToString()));
        }

        var offer = new Offer(courseId, course.InstructorId, course.Title, course.Price, ledger.Value.PlatformFeeBasisPoints);
        var order = new Order(actor.UserId, requestId, offer, clock.GetUtcNow());
        db.Orders.Add(order);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return order;
        }
        catch (DbUpdateException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same call at the same time was faster.
            db.ChangeTracker.Clear();
            return await FindAsync(actor, requestId, courseId, cancellationToken)
                ?? throw new InvalidOperationException("The order that was there is gone.", fault);
        }
    }

    private async Task<Order?> FindAsync(Actor actor, Guid requestId, Guid courseId, CancellationToken cancellationToken)
    {
        var order = await db.Orders.SingleOrDefaultAsync(o => o.StudentId == actor.UserId && o.RequestId == requestId, cancellationToken);
        if (order is not null && order.CourseId != courseId)
        {
            throw new DomainException(CallReasons.RequestIdReused, "The request_id was used for another course.", ("request_id", requestId.ToString()));
        }

        // An open order of another call is gone on with: it is paid once, whichever window the student pays in.
        return order ?? await db.Orders.SingleOrDefaultAsync(
            o => o.StudentId == actor.UserId && o.CourseId == courseId && (o.State == OrderState.Pending || o.State == OrderState.Processing), cancellationToken);
    }

    private Task<Order> EnrollFreeAsync(Order order, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            order.Pay(await enroll.ExecuteAsync(order.StudentId, order.CourseId, cancellationToken), stripeChargeId: null, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return order;
        },
        cancellationToken);
}
