using ESchool.Application.Identity.Accounts;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Tax;
using ESchool.Application.Settings;
using ESchool.Application.Stripe;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// Makes orders and their Stripe Checkout pages. First the order is saved, with its coupon reserved, then Stripe is asked with a key that derives from the
/// order, then the answer is saved: a call repeated at any point goes on where the one before stopped.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class OpenOrders(
    SchoolDbContext db,
    ItemsOnSale items,
    QuotePrice quotes,
    DeliverOrder deliver,
    CloseOrder close,
    Stripe.Checkouts checkouts,
    LiveAccounts accounts,
    LiveSettings settings,
    IOptions<TaxOptions> taxes,
    TimeProvider clock
)
{
    /// <summary>A gift: any number of a course may be open.</summary>
    internal async Task<Order> GiveAsync(Purchase purchase, CancellationToken cancellationToken) =>
        await PrepareAsync(await FindAsync(purchase, cancellationToken) ?? await MakeAsync(purchase, cancellationToken), purchase.Page, cancellationToken);

    /// <summary>For the buyer: one order of an item is open at a time.</summary>
    internal async Task<Order> BuyAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var order = await FindAsync(purchase, cancellationToken);
        if (order is not null && (!purchase.HasPriceOf(order) || await IsOutdatedAsync(purchase, order, cancellationToken)))
        {
            order = await close.ExecuteAsync(order.Id, cancellationToken) ? null : throw OrderOpen(order);
        }

        if (order is { State: OrderState.Pending, CheckoutUrl: null })
        {
            // The page was never made, and is not made of something that is off sale by now.
            await items.FindAsync(purchase.Item, cancellationToken);
        }

        return await PrepareAsync(order ?? await MakeAsync(purchase, cancellationToken), purchase.Page, cancellationToken);
    }

    /// <summary>
    /// An open page is outdated when the student has what it sells by now, when that is off sale, or when a new one would cost less. The call that made it gets
    /// it nevertheless: sent again it has no second effect.
    /// </summary>
    private async Task<bool> IsOutdatedAsync(Purchase purchase, Order order, CancellationToken cancellationToken)
    {
        if (order.State != OrderState.Pending || order.RequestId == purchase.RequestId)
        {
            return false;
        }

        ItemOnSale item;
        try
        {
            item = await items.FindAsync(purchase.Item, cancellationToken);
        }
        catch (DomainException)
        {
            // Off sale: the page is closed, and the attempt to make another one says why.
            return true;
        }

        try
        {
            return await HasAllAsync(purchase.StudentId, item, cancellationToken)
                || (await quotes.OfferAsync(purchase.StudentId, item, purchase.CouponCode, order.Currency, cancellationToken)).Total.MinorUnits
                    < order.TotalMinorUnits;
        }
        catch (DomainException)
        {
            // Not in this currency, or not with this coupon: a new page would not be made, and the open one stays as good as it was.
            return false;
        }
    }

    /// <summary>
    /// The order of the same call, or one that is open for the course or the bundle: it is paid once, whichever window the student pays in. Gifts may be many.
    /// </summary>
    private async Task<Order?> FindAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var order = await db
            .Orders.Include(o => o.Gift)
            .Include(o => o.Courses)
            .SingleOrDefaultAsync(o => o.StudentId == purchase.StudentId && o.RequestId == purchase.RequestId, cancellationToken);
        if (order is not null && !purchase.IsOf(order))
        {
            throw new DomainException(
                CallReasons.RequestIdReused,
                "The request_id was used for another purchase.",
                ("request_id", purchase.RequestId.ToString())
            );
        }

        return order is not null || purchase.Gift is not null
            ? order
            : await db
                .Orders.Include(o => o.Courses)
                .SingleOrDefaultAsync(
                    o =>
                        o.StudentId == purchase.StudentId
                        && o.CourseId == purchase.Item.CourseId
                        && o.BundleId == purchase.Item.BundleId
                        && !o.IsGift
                        && (o.State == OrderState.Pending || o.State == OrderState.Processing),
                    cancellationToken
                );
    }

    private async Task<Order> MakeAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        await settings.RequireOpenAsync(KnownSettings.CheckoutOpen, cancellationToken);
        try
        {
            return await MakeOnceAsync(purchase, cancellationToken);
        }
        catch (DomainException refusal) when (refusal.Reason == PaymentReasons.CouponNotApplicable && IsUsed(refusal))
        {
            if (!await FreeCouponAsync(purchase, cancellationToken))
            {
                throw;
            }

            return await MakeOnceAsync(purchase, cancellationToken);
        }
    }

    private static bool IsUsed(DomainException refusal) => refusal.Metadata["obstacle"] is CouponObstacle.UsedByStudent or CouponObstacle.UsedUp;

    /// <summary>A coupon that the student's own open page holds is taken from it: whoever begins another checkout has left that page.</summary>
    private async Task<bool> FreeCouponAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var holding = await db
            .Orders.Where(o => o.StudentId == purchase.StudentId && o.CouponCode == purchase.CouponCode && o.State == OrderState.Pending)
            .OrderBy(o => o.Id)
            .Select(o => (Guid?)o.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return holding is { } orderId && await close.ExecuteAsync(orderId, cancellationToken);
    }

    private async Task<Order> MakeOnceAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var item = await items.FindAsync(purchase.Item, cancellationToken);
        if (item.InstructorId == purchase.StudentId)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors can't buy their own courses.");
        }

        if (purchase.Gift is null && await HasAllAsync(purchase.StudentId, item, cancellationToken))
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The caller is enrolled in the course, or in every course of the bundle.", item.Id.Fact);
        }

        try
        {
            return await db.InTransactionAsync(() => SaveAsync(purchase, item, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same call at the same time was faster, or one with another coupon or currency was.
            db.ChangeTracker.Clear();
            var first =
                await FindAsync(purchase, cancellationToken)
                ?? throw new DomainException(CallReasons.ConcurrentChange, "Another order of the course was made and closed meanwhile; send the call again.");
            return purchase.HasPriceOf(first) ? first : throw OrderOpen(first);
        }
    }

    /// <summary>What only a membership opens can still be bought.</summary>
    private async Task<bool> HasAllAsync(Guid studentId, ItemOnSale item, CancellationToken cancellationToken)
    {
        var courseIds = item.Courses.Select(c => c.CourseId).ToList();
        return courseIds.Count
            == await db.Enrollments.CountAsync(
                e => e.StudentId == studentId && courseIds.Contains(e.CourseId) && e.State == EnrollmentState.Active && !e.IsMetered,
                cancellationToken
            );
    }

    private async Task<Order> SaveAsync(Purchase purchase, ItemOnSale item, CancellationToken cancellationToken)
    {
        await accounts.KeepOpenAsync(purchase.StudentId, cancellationToken);
        var quote = await quotes.ReserveAsync(purchase.StudentId, item, purchase.CouponCode, purchase.Page.Currency, cancellationToken);
        if (purchase.Gift is not null && quote.Total.MinorUnits == 0)
        {
            throw new DomainException(PaymentReasons.GiftIsFree, "Only what costs something can be given.", item.Id.Fact);
        }

        var offer = new Offer(item.Id.CourseId, item.InstructorId, item.Title, quote, purchase.Page.AcceptedTerms, purchase.Gift, taxes.Value.Asked)
        {
            Bundle = item.Bundle,
            TrafficSource = purchase.Page.TrafficSource,
        };
        var order = new Order(purchase.StudentId, purchase.RequestId, offer, clock.GetUtcNow());
        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);
        return order;
    }

    private async Task<Order> PrepareAsync(Order order, CheckoutPage page, CancellationToken cancellationToken)
    {
        if (order.WasRefused)
        {
            throw Refused(order, order.FailureMessage);
        }

        if (order.CheckoutUrl is not null || order.State != OrderState.Pending)
        {
            return order;
        }

        if (order.TotalMinorUnits == 0)
        {
            return await EnrollFreeAsync(order, cancellationToken);
        }

        var email = await db.Users.Where(u => u.Id == order.StudentId).Select(u => u.Email).SingleAsync(cancellationToken);
        try
        {
            var (sessionId, url) = await checkouts.CreateAsync(PageOf(order, page, email), cancellationToken);
            order.AttachCheckout(sessionId, url);
        }
        catch (StripeRefusedException refusal)
        {
            await close.FailAsync(order.Id, refusal.Message);
            throw Refused(order, refusal.Message);
        }

        await db.SaveChangesAsync(CancellationToken.None);
        return order;
    }

    private static PaymentPage PageOf(Order order, CheckoutPage page, string email) =>
        new(
            new StripeReference(PaymentReferences.Order, order.Id),
            order.Title,
            order.Total,
            order.TaxBehavior?.ToStripe(),
            email,
            page.SuccessUrl,
            page.CancelUrl
        );

    private static DomainException Refused(Order order, string message) =>
        new(PaymentReasons.CheckoutRefused, "Stripe makes no page for this order: {message}", ("order", $"orders/{order.Id}"), ("message", message));

    private static DomainException OrderOpen(Order order) =>
        new(PaymentReasons.OrderOpen, "An order of it with another coupon or currency is open.", ("order", $"orders/{order.Id}"));

    private Task<Order> EnrollFreeAsync(Order order, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                order.Pay(await deliver.ExecuteAsync(order, cancellationToken), stripeChargeId: null, clock.GetUtcNow());
                await db.SaveChangesAsync(cancellationToken);
                return order;
            },
            cancellationToken
        );
}
