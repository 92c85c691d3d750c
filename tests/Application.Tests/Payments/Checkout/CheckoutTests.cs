using System.Text;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.StripeEvents;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

public sealed class CheckoutTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IDisposable
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");

    private readonly TestSchool school = fixture.School;
    private readonly StripeEmulator stripe = new(fixture.School.Database);

    [Fact]
    public async Task ACheckout_SentAgain_IsTheSameOrderAndSession()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var requestId = Guid.NewGuid();
        var orders = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => StartAsync(student, course, requestId)).AsTask()));
        Assert.Contains(orders, fault => fault is null);
        var again = await StartAsync(student, course, requestId);
        Assert.Equal(1, await school.ReadAsync(db => db.Orders.CountAsync(o => o.StudentId == student.UserId)));
        Assert.Single(await stripe.ListAsync("checkout/sessions"), s => s.GetProperty("client_reference_id").GetString() == again.Id.ToString());
    }

    [Fact]
    public async Task APaidSession_SettledManyTimesAtOnce_EnrollsAndPostsOnce()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var order = await StartAsync(student, course, Guid.NewGuid());
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SettleAsync(order)));
        var paid = await school.ReadAsync(db => db.Orders.SingleAsync(o => o.Id == order.Id));
        Assert.Equal(OrderState.Paid, paid.State);
        Assert.Equal(1, await school.ReadAsync(db => db.Enrollments.CountAsync(e => e.StudentId == student.UserId)));
        Assert.Equal(1, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Source == $"orders/{order.Id}")));
        await school.RequireSoundLedgerAsync();
    }

    [Fact]
    public async Task ADelayedPayment_GivesNoAccessUntilTheMoneyIsThere()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var order = await StartAsync(student, course, Guid.NewGuid());
        await stripe.PayAsync(order.CheckoutUrl!, method: "sepa_debit");
        await SettleAsync(order);
        Assert.Equal(OrderState.Processing, await StateAsync(order));
        Assert.False(await school.ReadAsync(db => db.Enrollments.AnyAsync(e => e.StudentId == student.UserId)));
        await stripe.SettleAsync((await school.ReadAsync(db => db.Orders.SingleAsync(o => o.Id == order.Id))).StripeSessionId!, "succeeded");
        await SettleAsync(order);
        Assert.Equal(OrderState.Paid, await StateAsync(order));
    }

    [Fact]
    public async Task ADelayedPaymentThatFails_FailsTheOrder()
    {
        var order = await StartAsync(await school.StudentAsync(), await school.PublishedCourseAsync(), Guid.NewGuid());
        await stripe.PayAsync(order.CheckoutUrl!, method: "sepa_debit");
        await stripe.SettleAsync(order.StripeSessionId!, "failed");
        await SettleAsync(order);
        Assert.Equal(OrderState.Failed, await StateAsync(order));
    }

    [Fact]
    public async Task StripeNotAnswering_LeavesAnOrderThatTheSameCallFinishes()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var requestId = Guid.NewGuid();
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", new { type = "drop_after" });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync(student, course, requestId));
        var order = await StartAsync(student, course, requestId);
        Assert.NotNull(order.CheckoutUrl);
        Assert.Single(await stripe.ListAsync("checkout/sessions"), s => s.GetProperty("client_reference_id").GetString() == order.Id.ToString());
    }

    [Fact]
    public async Task AFreeCourse_IsEnrolledWithoutStripe()
    {
        var course = await school.PublishedCourseAsync(price: new Money(0, "EUR"));
        var order = await StartAsync(await school.StudentAsync(), course, Guid.NewGuid());
        Assert.Equal(OrderState.Paid, order.State);
        Assert.Null(order.CheckoutUrl);
    }

    [Fact]
    public async Task OnesOwnCourse_AndOneThatIsBought_CannotBeBought()
    {
        var course = await school.PublishedCourseAsync();
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => StartAsync(course.Instructor, course, Guid.NewGuid()));
        var student = await school.StudentAsync();
        await school.EnrollmentAsync(student, course);
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => StartAsync(student, course, Guid.NewGuid()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=1,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task AnEvent_WithoutStripesSignature_IsRefusedAndNotStored(string? signature)
    {
        var body = Encoding.UTF8.GetBytes("""{"id":"evt_forged","type":"checkout.session.completed","livemode":false}""");
        Assert.Equal(
            StripeDelivery.Refused,
            await school.DoAsync<ReceiveStripeEvent, StripeDelivery>(r => r.ExecuteAsync(body, signature, CancellationToken.None))
        );
        Assert.False(await school.ReadAsync(db => db.StripeEvents.AnyAsync(e => e.Id == "evt_forged")));
    }

    [Fact]
    public async Task AnEvent_DeliveredFiveTimesAtOnce_IsStoredOnce()
    {
        var id = $"evt_{Guid.NewGuid():N}";
        var body = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","type":"some.type","livemode":false,"data":{"object":{ } } }""");
        var signature = Sign(body);
        var deliveries = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => school.DoAsync<ReceiveStripeEvent, StripeDelivery>(r => r.ExecuteAsync(body, signature, CancellationToken.None)))
        );
        Assert.Single(deliveries, d => d == StripeDelivery.Stored);
        Assert.Equal(4, deliveries.Count(d => d == StripeDelivery.Known));
        Assert.Equal(1, await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.DeduplicationKey == id)));
    }

    [Fact]
    public async Task ASweep_FindsWhatNeverArrived()
    {
        var order = await StartAsync(await school.StudentAsync(), await school.PublishedCourseAsync(), Guid.NewGuid());
        await stripe.PayAsync(order.CheckoutUrl!);
        Assert.True(await school.DoAsync<SweepStripeEvents, int>(s => s.ExecuteAsync(CancellationToken.None)) > 0);
        Assert.True(await school.ReadAsync(db => db.StripeEvents.AnyAsync(e => e.Type == "checkout.session.completed")));
        Assert.Equal(0, await school.DoAsync<SweepStripeEvents, int>(s => s.ExecuteAsync(CancellationToken.None)));
    }

    public void Dispose() => stripe.Dispose();

    private static string Sign(byte[] body)
    {
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var mac = System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(SchoolSettings.StripeWebhookSecret),
            Encoding.UTF8.GetBytes($"{time}.{Encoding.UTF8.GetString(body)}")
        );
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    private Task<Order> StartAsync(Actor student, PublishedTestCourse course, Guid requestId) =>
        school.DoAsync<StartCheckout, Order>(s => s.ExecuteAsync(student, requestId, ItemId.Course(course.Id), "", Page, CancellationToken.None));

    private Task SettleAsync(Order order) => school.DoAsync<SyncCheckout>(s => s.ExecuteAsync(order.StripeSessionId!, CancellationToken.None));

    private Task<OrderState> StateAsync(Order order) => school.ReadAsync(db => db.Orders.Where(o => o.Id == order.Id).Select(o => o.State).SingleAsync());
}
