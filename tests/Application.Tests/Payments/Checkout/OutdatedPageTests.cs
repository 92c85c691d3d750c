using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Gifts;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Gifts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>A page that is open while the price falls, or while its student gets the course otherwise.</summary>
public sealed class OutdatedPageTests : IAsyncLifetime
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;
    private Actor student = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync(price: new Money(9_900, "EUR"));
        student = await school.StudentAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ThePriceFallsUnderAnOpenPage_TheLowerPriceCounts()
    {
        var requestId = Guid.NewGuid();
        var dear = await StartAsync(requestId);
        await PriceAsync(1_900);
        var cheap = await StartAsync(Guid.NewGuid());
        Assert.Equal(1_900, cheap.TotalMinorUnits);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(dear.Id)).State);
        Assert.Equal(410, await stripe.PayAsync(dear.CheckoutUrl!));
        Assert.Equal(303, await stripe.PayAsync(cheap.CheckoutUrl!));
        Assert.Equal(dear.Id, (await StartAsync(requestId)).Id);
    }

    [Fact]
    public async Task ThePriceRisesUnderAnOpenPage_ThePageStays()
    {
        var order = await StartAsync(Guid.NewGuid());
        await PriceAsync(19_900);
        Assert.Equal((order.Id, 9_900), ((await StartAsync(Guid.NewGuid())) is var again ? (again.Id, again.TotalMinorUnits) : default));
    }

    [Fact]
    public async Task AGiftRedeemedInAnotherWindow_ClosesThePage()
    {
        var order = await StartAsync(Guid.NewGuid());
        await RedeemAsync();
        var asked = await school.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.Kind == CloseOrderWork.Kind));
        Assert.Contains(order.Id.ToString(), asked.Payload, StringComparison.Ordinal);
        Assert.True(await school.DoAsync<CloseOrder, bool>(c => c.ExecuteAsync(order.Id, CancellationToken.None)));
        Assert.Equal(410, await stripe.PayAsync(order.CheckoutUrl!));
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => StartAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task TheNextCheckoutOfWhatOneHas_ClosesThePageToo()
    {
        var order = await StartAsync(Guid.NewGuid());
        await RedeemAsync();
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => StartAsync(Guid.NewGuid()));
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task PaidAllTheSame_IsGivenBackAndTold_AndTheGiftStays()
    {
        var order = await StartAsync(Guid.NewGuid());
        await RedeemAsync();
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await school.SettleAsync(order);
        await school.SettleAsync(order);
        var refund = await school.ReadAsync(db => db.Refunds.SingleAsync(r => r.OrderId == order.Id));
        await school.CarryOutAsync(refund);
        Assert.Equal((OrderState.Refunded, 9_900), ((await school.OrderAsync(order.Id)) is var back ? (back.State, back.RefundedMinorUnits) : default));
        Assert.Equal(
            EnrollmentState.Active,
            await school.ReadAsync(db => db.Enrollments.Where(e => e.StudentId == student.UserId).Select(e => e.State).SingleAsync())
        );
        var told = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).Select(m => m.Payload).ToListAsync());
        Assert.Contains(
            told,
            payload => payload.Contains("order.needless", StringComparison.Ordinal) && payload.Contains(order.Id.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task ABundleThatBringsTheCourse_ClosesItsPage_AndOneOfWhatIsOwnedIsGivenBack()
    {
        var other = await school.PublishedCourseAsync(instructor: course.Instructor);
        var bundle = await school.DoAsync<CreateBundle, OfferedBundle>(c =>
            c.ExecuteAsync(course.Instructor, "Both", [course.Id, other.Id], [new Money(9_900, "EUR")], CancellationToken.None)
        );
        var single = await StartAsync(Guid.NewGuid());
        var both = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Bundle(bundle.Bundle.Id), "", Page, CancellationToken.None)
        );
        Assert.Equal(303, await stripe.PayAsync(both.CheckoutUrl!));
        await school.SettleAsync(both);
        Assert.Contains(
            single.Id.ToString(),
            (await school.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.Kind == CloseOrderWork.Kind))).Payload,
            StringComparison.Ordinal
        );
        Assert.Equal(0, await school.ReadAsync(db => db.Refunds.CountAsync()));
        Assert.Equal(303, await stripe.PayAsync(single.CheckoutUrl!));
        await school.SettleAsync(single);
        await school.CarryOutAsync(await school.ReadAsync(db => db.Refunds.SingleAsync(r => r.OrderId == single.Id)));
        Assert.Equal(OrderState.Refunded, (await school.OrderAsync(single.Id)).State);
    }

    private Task<Order> StartAsync(Guid requestId) =>
        school.DoAsync<StartCheckout, Order>(s => s.ExecuteAsync(student, requestId, ItemId.Course(course.Id), "", Page, CancellationToken.None));

    private Task PriceAsync(long minorUnits) =>
        school.DoAsync<SetPrice>(s => s.ExecuteAsync(course.Instructor, course.Id, etag: null, new Money(minorUnits, "EUR"), [], CancellationToken.None));

    private async Task RedeemAsync()
    {
        var giver = await school.StudentAsync();
        var card = new GiftCard($"{Guid.NewGuid():N}@eschool.test", "");
        var gift = await school.DoAsync<StartGiftCheckout, Order>(s =>
            s.ExecuteAsync(giver, Guid.NewGuid(), course.Id, "", card, Page, CancellationToken.None)
        );
        Assert.Equal(303, await stripe.PayAsync(gift.CheckoutUrl!));
        await school.SettleAsync(gift);
        var link = await school.DoAsync<GiftCodes, Uri>(codes => Task.FromResult(codes.LinkOf(gift.Id)));
        await school.DoAsync<RedeemGift>(r => r.ExecuteAsync(student, link.Query.Split("code=")[1], CancellationToken.None));
    }
}
