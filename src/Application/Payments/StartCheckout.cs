using ESchool.Application.Catalog;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Payments;

/// <summary>The page a student buys on.</summary>
/// <param name="SuccessUrl">Where Stripe sends the browser after paying.</param>
/// <param name="CancelUrl">Where Stripe sends the browser after giving up.</param>
/// <param name="AcceptedTerms">The version of the terms of sale that the student accepted on it; empty when it showed none.</param>
public sealed record CheckoutPage(string SuccessUrl, string CancelUrl, string AcceptedTerms = "");

/// <summary>
/// Makes an order and its Stripe Checkout page. First the order is saved, with its coupon reserved, then Stripe is asked with a key that derives from the order,
/// then the answer is saved: a call repeated at any point goes on where the one before stopped.
/// </summary>
public sealed class StartCheckout(
    SchoolDbContext db, GetCourse courses, QuotePrice quotes, DeliverOrder deliver, SettleCheckout settle, StripeGateway stripe, TimeProvider clock)
{
    /// <summary>Starts checkout; the same request id gives the same order.</summary>
    /// <param name="actor">Who buys.</param>
    /// <param name="requestId">The client's id of the purchase.</param>
    /// <param name="courseId">What.</param>
    /// <param name="couponCode">A coupon's code; empty for none.</param>
    /// <param name="page">The page it is bought on.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>ALREADY_ENROLLED</c>, <c>OWN_COURSE</c>, <c>COUPON_NOT_FOUND</c>, <c>COUPON_NOT_APPLICABLE</c>, <c>ORDER_OPEN</c>,
    /// <c>REQUEST_ID_REUSED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Order> ExecuteAsync(Actor actor, Guid requestId, Guid courseId, string couponCode, CheckoutPage page, CancellationToken cancellationToken)
    {
        var code = Coupon.Normalize(couponCode);
        var order = await FindAsync(actor, requestId, courseId, code, cancellationToken);
        if (order is not null && (order.CouponCode ?? "") != code)
        {
            await CloseAsync(order, page, cancellationToken);
            order = null;
        }

        return await PrepareAsync(order ?? await MakeAsync(actor, requestId, courseId, code, page, gift: null, cancellationToken), page, cancellationToken);
    }

    /// <summary>Starts checkout of a course for somebody else; the same request id gives the same order.</summary>
    /// <inheritdoc cref="ExecuteAsync" path="/param"/>
    /// <param name="gift">Who is to get it.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>OWN_COURSE</c>, <c>COUPON_NOT_FOUND</c>, <c>COUPON_NOT_APPLICABLE</c>, <c>GIFT_IS_FREE</c>, <c>REQUEST_ID_REUSED</c>,
    /// <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Order> GiveAsync(Actor actor, Guid requestId, Guid courseId, string couponCode, GiftCard gift, CheckoutPage page, CancellationToken cancellationToken)
    {
        var code = Coupon.Normalize(couponCode);
        var order = await FindSameAsync(actor, requestId, courseId, code, isGift: true, cancellationToken);
        return await PrepareAsync(order ?? await MakeAsync(actor, requestId, courseId, code, page, gift, cancellationToken), page, cancellationToken);
    }

    /// <summary>The order of the same call, or one that is open for the course: it is paid once, whichever window the student pays in.</summary>
    private async Task<Order?> FindAsync(Actor actor, Guid requestId, Guid courseId, string code, CancellationToken cancellationToken) =>
        await FindSameAsync(actor, requestId, courseId, code, isGift: false, cancellationToken)
        ?? await db.Orders.SingleOrDefaultAsync(
            o => o.StudentId == actor.UserId && o.CourseId == courseId && !o.IsGift && (o.State == OrderState.Pending || o.State == OrderState.Processing), cancellationToken);

    private async Task<Order?> FindSameAsync(Actor actor, Guid requestId, Guid courseId, string code, bool isGift, CancellationToken cancellationToken)
    {
        var order = await db.Orders.Include(o => o.Gift).SingleOrDefaultAsync(o => o.StudentId == actor.UserId && o.RequestId == requestId, cancellationToken);
        return order is null || (order.CourseId == courseId && (order.CouponCode ?? "") == code && order.IsGift == isGift)
            ? order
            : throw new DomainException(CallReasons.RequestIdReused, "The request_id was used for another purchase.", ("request_id", requestId.ToString()));
    }

    private async Task<Order> MakeAsync(Actor actor, Guid requestId, Guid courseId, string code, CheckoutPage page, GiftCard? gift, CancellationToken cancellationToken)
    {
        var course = await courses.ExecuteAsync(courseId, cancellationToken);
        if (course.InstructorId == actor.UserId)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors can't buy their own courses.");
        }

        if (gift is null && await db.Enrollments.AnyAsync(e => e.StudentId == actor.UserId && e.CourseId == courseId && e.State == EnrollmentState.Active, cancellationToken))
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The caller is enrolled in the course.", ("course", courseId.ToString()));
        }

        try
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    var quote = await quotes.ReserveAsync(actor.UserId, course, code, cancellationToken);
                    if (gift is not null && quote.Total.MinorUnits == 0)
                    {
                        throw new DomainException(PaymentReasons.GiftIsFree, "Only what costs something can be given.", ("course", courseId.ToString()));
                    }

                    var order = new Order(actor.UserId, requestId, new Offer(courseId, course.InstructorId, course.Title, quote, page.AcceptedTerms, gift), clock.GetUtcNow());
                    db.Orders.Add(order);
                    await db.SaveChangesAsync(cancellationToken);
                    return order;
                },
                cancellationToken);
        }
        catch (DbUpdateException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same call at the same time was faster, or one with another coupon was.
            db.ChangeTracker.Clear();
            var first = await (gift is null ? FindAsync(actor, requestId, courseId, code, cancellationToken) : FindSameAsync(actor, requestId, courseId, code, isGift: true, cancellationToken)) ?? throw new InvalidOperationException("The order that was there is gone.", fault);
            return (first.CouponCode ?? "") == code ? first : throw OrderOpen(first);
        }
    }

    private async Task<Order> PrepareAsync(Order order, CheckoutPage page, CancellationToken cancellationToken)
    {
        if (order.CheckoutUrl is not null || order.State != OrderState.Pending)
        {
            return order;
        }

        if (order.TotalMinorUnits == 0)
        {
            return await EnrollFreeAsync(order, cancellationToken);
        }

        var email = await db.Users.Where(u => u.Id == order.StudentId).Select(u => u.Email).SingleAsync(cancellationToken);
        var (sessionId, url) = await stripe.CreateCheckoutAsync(order, page, email, cancellationToken);
        order.AttachCheckout(sessionId, url);
        await db.SaveChangesAsync(CancellationToken.None);
        return order;
    }

    /// <summary>Closes the open order of a student who comes back with another coupon, or without one.</summary>
    private async Task CloseAsync(Order order, CheckoutPage page, CancellationToken cancellationToken)
    {
        // The page may have been made by a call that did not live to say so.
        var sessionId = (await PrepareAsync(order, page, cancellationToken)).StripeSessionId;
        if (sessionId is not null)
        {
            await stripe.ExpireCheckoutAsync(sessionId, cancellationToken);
            await settle.ExecuteAsync(sessionId, cancellationToken);
        }

        db.ChangeTracker.Clear();
        if (await db.Orders.AnyAsync(o => o.Id == order.Id && (o.State == OrderState.Pending || o.State == OrderState.Processing), cancellationToken))
        {
            throw OrderOpen(order);
        }
    }

    private static DomainException OrderOpen(Order order) =>
        new(PaymentReasons.OrderOpen, "An order of the course with another coupon is open.", ("order", order.Id.ToString()));

    private Task<Order> EnrollFreeAsync(Order order, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            order.Pay(await deliver.ExecuteAsync(order, cancellationToken), stripeChargeId: null, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return order;
        },
        cancellationToken);
}
