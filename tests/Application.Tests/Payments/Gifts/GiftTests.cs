using ESchool.Application.Notifications.Emails;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Gifts;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Gifts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Gifts;

/// <summary>Courses for somebody else: EUR 49.00, of which 39.20 are the instructor's.</summary>
public sealed class GiftTests : IAsyncLifetime
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");

    private readonly string recipient = $"{Guid.NewGuid():N}@eschool.test";
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;
    private Actor giver = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
        giver = await school.StudentAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AGift_EnrollsWhoRedeemsIt_AndNotWhoPaid()
    {
        var order = await GiveAsync();
        Assert.Null(order.EnrollmentId);
        Assert.Equal(1, await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == GiftEmailWork.Kind)));
        var student = await school.StudentAsync();
        var enrollmentId = await RedeemAsync(student, await CodeAsync(order));
        Assert.Equal(student.UserId, await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollmentId).Select(e => e.StudentId).SingleAsync()));
        Assert.Equal(
            enrollmentId,
            await RedeemAsync(student, await school.DoAsync<GiftCodes, string>(codes => Task.FromResult(CodeIn(codes.LinkOf(order.Id)))))
        );
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task OfTwentyWhoRedeemAtOnce_OneGetsIt()
    {
        var order = await GiveAsync();
        var code = await CodeAsync(order);
        var students = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => school.StudentAsync()));
        var faults = await Task.WhenAll(students.Select(student => Record.ExceptionAsync(() => RedeemAsync(student, code)).AsTask()));
        Assert.Single(faults, fault => fault is null);
        Assert.All(faults.OfType<DomainException>(), fault => Assert.Equal(PaymentReasons.GiftRedeemed, fault.Reason));
        Assert.Equal(19, faults.OfType<DomainException>().Count());
        Assert.Equal(1, await school.ReadAsync(db => db.Enrollments.CountAsync()));
    }

    [Fact]
    public async Task AGiftThatIsGivenBack_IsNotRedeemed_AndOneThatWasRedeemedEnds()
    {
        var (unused, used) = (await GiveAsync(), await GiveAsync());
        var code = await CodeAsync(unused);
        await school.GiveBackAsync(unused);
        await Refused.WithAsync(PaymentReasons.GiftNotRedeemable, async () => await RedeemAsync(await school.StudentAsync(), code));

        var enrollmentId = await RedeemAsync(await school.StudentAsync(), await CodeAsync(used));
        await school.GiveBackAsync(used);
        Assert.Equal(EnrollmentState.Ended, await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollmentId).Select(e => e.State).SingleAsync()));
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(used));
    }

    [Fact]
    public async Task ADisputedGift_IsRedeemedOnceTheDisputeIsWon()
    {
        var order = await GiveAsync();
        var code = await CodeAsync(order);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        var student = await school.StudentAsync();
        await Refused.WithAsync(PaymentReasons.GiftNotRedeemable, () => RedeemAsync(student, code));
        await stripe.CloseDisputeAsync(dispute, "won");
        await school.SettleDisputeAsync(dispute);
        await RedeemAsync(student, code);
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task WhoHasTheCourse_KeepsTheGiftForSomebodyElse()
    {
        var order = await GiveAsync();
        var (owner, code) = (await school.StudentAsync(), await CodeAsync(order));
        await school.BuyAsync(stripe, owner, course);
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => RedeemAsync(owner, code));
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => RedeemAsync(course.Instructor, code));
        await RedeemAsync(await school.StudentAsync(), code);
    }

    [Fact]
    public async Task CodesNobodyMade_AndGiftsThatWereNotPaid_AreRefused()
    {
        await Refused.WithAsync(PaymentReasons.GiftNotFound, () => RedeemAsync(giver, "made-up"));
        var order = await StartAsync(Guid.NewGuid());
        var code = await school.DoAsync<GiftCodes, string>(codes => Task.FromResult(CodeIn(codes.LinkOf(order.Id))));
        await Refused.WithAsync(PaymentReasons.GiftNotRedeemable, () => RedeemAsync(giver, code));
        await Refused.WithAsync(
            PaymentReasons.GiftNotRedeemable,
            () => school.DoAsync<CreateGiftLink>(l => l.ExecuteAsync(giver, order.Id, CancellationToken.None))
        );
        var own = await school.BuyAsync(stripe, course: course);
        var wrong = await school.DoAsync<GiftCodes, string>(codes => Task.FromResult(CodeIn(codes.LinkOf(own.Id))));
        await Refused.WithAsync(PaymentReasons.GiftNotFound, () => RedeemAsync(giver, wrong));
    }

    [Fact]
    public async Task TheSameRequestTwice_IsOneGift_AndTwoRequestsAreTwo()
    {
        var requestId = Guid.NewGuid();
        var faults = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => StartAsync(requestId)).AsTask()));
        Assert.Contains(faults, fault => fault is null);
        var order = await StartAsync(requestId);
        Assert.Equal(order.Id, await school.ReadAsync(db => db.Orders.Select(o => o.Id).SingleAsync()));
        Assert.NotEqual(order.Id, (await StartAsync(Guid.NewGuid())).Id);
        await Refused.WithAsync(
            CallReasons.RequestIdReused,
            () => school.DoAsync<StartCheckout>(s => s.ExecuteAsync(giver, requestId, ItemId.Course(course.Id), "", Page, CancellationToken.None))
        );
        var own = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(giver, Guid.NewGuid(), ItemId.Course(course.Id), "", Page, CancellationToken.None)
        );
        Assert.False(own.IsGift);
    }

    [Fact]
    public async Task WhatIsFree_IsNotGiven()
    {
        var free = await school.PublishedCourseAsync(price: new Money(0, "EUR"));
        await Refused.WithAsync(
            PaymentReasons.GiftIsFree,
            () =>
                school.DoAsync<StartGiftCheckout>(s =>
                    s.ExecuteAsync(giver, Guid.NewGuid(), free.Id, "", new GiftCard("ada@eschool.test", ""), Page, CancellationToken.None)
                )
        );
        Assert.Equal(0, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task TheEmail_HasTheLink_UntilTheGiftIsRedeemed()
    {
        var order = await GiveAsync();
        await school.DoAsync<SendGiftEmail>(s => s.ExecuteAsync(order.Id, CancellationToken.None));
        var mail = Assert.Single(await Wait.UntilAsync("The mail arrives", async () => await Mails.ToAsync(recipient) is { Count: > 0 } mails ? mails : null));
        Assert.Contains("Happy birthday!", mail, StringComparison.Ordinal);
        await RedeemAsync(await school.StudentAsync(), mail.Split("redeem-gift?code=")[1].Split('\n')[0].Trim());
        await school.DoAsync<SendGiftEmail>(s => s.ExecuteAsync(order.Id, CancellationToken.None));
        Assert.Single(await Mails.ToAsync(recipient));
    }

    private Task<Order> StartAsync(Guid requestId) =>
        school.DoAsync<StartGiftCheckout, Order>(s =>
            s.ExecuteAsync(giver, requestId, course.Id, "", new GiftCard(recipient, "Happy birthday!"), Page, CancellationToken.None)
        );

    private async Task<Order> GiveAsync()
    {
        var order = await StartAsync(Guid.NewGuid());
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await school.SettleAsync(order);
        return await school.OrderAsync(order.Id);
    }

    private async Task<string> CodeAsync(Order order) =>
        CodeIn(await school.DoAsync<CreateGiftLink, Uri>(l => l.ExecuteAsync(giver, order.Id, CancellationToken.None)));

    private static string CodeIn(Uri link) => link.Query.Split("code=")[1];

    private Task<Guid> RedeemAsync(Actor student, string code) => school.DoAsync<RedeemGift, Guid>(r => r.ExecuteAsync(student, code, CancellationToken.None));
}
