using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Stripe;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Api.Tests.Matrix;

/// <content>Memberships.</content>
internal sealed partial class MatrixWorld
{
    private async Task<Plan> PlanAsync()
    {
        var plan = new Plan(
            new PlanTerms("Every course", PlanInterval.Month, new Money(1_900, "EUR"), TrialDays: 0, InstructorBasisPoints: 7_000),
            School.Clock.GetUtcNow()
        );
        await School.SaveAsync(plan);
        return plan;
    }

    private async Task OfferAsync()
    {
        var course = await PublishedAsync();
        await School.DoAsync<OfferCourse>(o => o.ExecuteAsync(course.Instructor, course.Id, isOffered: true, CancellationToken.None));
    }

    /// <summary>The owner subscribes at Stripe.</summary>
    private async Task<string> MembershipAsync()
    {
        await OfferAsync();
        var plan = await PlanAsync();
        var page = new CheckoutPage("https://eschool.test/", "https://eschool.test/");
        var subscription = await School.DoAsync<StartSubscription, Subscription>(s =>
            s.ExecuteAsync(ActorOf(Owner), Guid.NewGuid(), plan.Id, page, CancellationToken.None)
        );
        using var stripe = new StripeEmulator(School.Database);
        await stripe.PayAsync(subscription.CheckoutUrl!);
        var report = await School.Services.GetRequiredService<Checkouts>().GetAsync(subscription.StripeSessionId!, CancellationToken.None);
        await School.DoAsync<SyncSubscription>(f => f.SyncCheckoutAsync(subscription.Id, report, CancellationToken.None));
        return subscription.Id.ToString();
    }

    private async Task<string> MembershipShareAsync()
    {
        var subscriptionId = Guid.Parse(await NeedAsync("membership"));
        var now = School.Clock.GetUtcNow();
        var order = Order.OfMembership(
            ActorOf(Owner).UserId,
            "Every course",
            ($"ch_{Guid.NewGuid():N}", new Money(1_900, "EUR"), Money.Zero("EUR")),
            3_000,
            "",
            now
        );
        var invoice = new MembershipInvoice(order, new InvoiceTerms(subscriptionId, $"in_{Guid.NewGuid():N}", now.AddDays(-31), now, OpensPeriod: true, 7_000));
        var month = invoice.Months[0];
        var course = await PublishedAsync();
        month.Divide(invoice.Take(month, isLast: true), 7_000, [new WatchedCourse(course.Id, course.Instructor.UserId, 60)], now);
        await School.SaveAsync(order);
        await School.SaveAsync(invoice);
        return month.Id.ToString();
    }
}
