using ESchool.Application.Learning.Watching;
using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Plans;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Memberships;

/// <summary>A student who subscribes at Stripe, on a test clock that goes with the school's.</summary>
internal sealed class Member(TestSchool school, StripeEmulator stripe, Actor actor, string clock, string customer)
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/", "2026-11");

    private int reports;

    public Actor Actor => actor;

    public string Customer => customer;

    public static async Task<Member> ComeAsync(TestSchool school, StripeEmulator stripe)
    {
        var actor = await school.StudentAsync();
        var clock = await stripe.ClockAsync(school.Clock.GetUtcNow());
        var customer = await stripe.CustomerAsync(clock, $"{actor.UserId:N}@eschool.test");
        await school.ReadAsync(async db =>
        {
            db.BillingCustomers.Add(new BillingCustomer(actor.UserId, customer));
            return await db.SaveChangesAsync();
        });
        return new Member(school, stripe, actor, clock, customer);
    }

    public Task<Subscription> StartAsync(Plan plan, Guid? requestId = null) =>
        school.DoAsync<StartSubscription, Subscription>(s => s.ExecuteAsync(actor, requestId ?? Guid.NewGuid(), plan.Id, Page, CancellationToken.None));

    /// <summary>Subscribes and pays; the news are heard of.</summary>
    public async Task<Subscription> SubscribeAsync(Plan plan, string country = "")
    {
        await PayAsync(await StartAsync(plan), country);
        await school.HearAllAsync();
        return await SubscriptionAsync();
    }

    public async Task PayAsync(Subscription subscription, string country = "") =>
        Assert.Equal(303, await stripe.PayAsync(subscription.CheckoutUrl!, country: country));

    public async Task<Subscription> SubscriptionAsync() =>
        (await school.DoAsync<GetSubscription, SubscriptionView>(g => g.ExecuteAsync(actor, CancellationToken.None))).Subscription;

    public Task<Guid> JoinAsync(PublishedTestCourse course) => school.DoAsync<JoinCourse, Guid>(j => j.ExecuteAsync(actor, course.Id, CancellationToken.None));

    public Task<Enrollment> EnrollmentAsync(PublishedTestCourse course) =>
        school.ReadAsync(db => db.Enrollments.AsNoTracking().SingleAsync(e => e.StudentId == actor.UserId && e.CourseId == course.Id));

    /// <summary>Watches some seconds of a course's video, in their time.</summary>
    public async Task WatchAsync(PublishedTestCourse course, int from, int to, int? credited = null)
    {
        var enrollment = await EnrollmentAsync(course);
        await school.OpenAsync(actor, enrollment.Id, course);
        school.Clock.Advance(TimeSpan.FromSeconds(to - from));
        var report = new WatchReport(course.VideoLessonId, ++reports, [new SecondRange(from, to)], to * 1000L);
        var result = await school.DoAsync<RecordWatch, WatchResult>(r =>
            r.ExecuteAsync(actor, enrollment.Id, course.VideoLessonId, report, CancellationToken.None)
        );
        Assert.Equal(credited ?? to - from, result.CreditedSeconds);
    }

    /// <summary>Time goes by, here and at Stripe; the news are heard of.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        school.Clock.Advance(by);
        await CatchUpAsync();
        await school.HearAllAsync();
    }

    /// <summary>Time goes by, here and at Stripe; nothing is heard of what that brought.</summary>
    public Task CatchUpAfterAsync(TimeSpan by)
    {
        school.Clock.Advance(by);
        return CatchUpAsync();
    }

    /// <summary>Stripe's time is the school's again; nothing is heard of what that brought.</summary>
    public Task CatchUpAsync() => stripe.AdvanceAsync(clock, school.Clock.GetUtcNow());
}

/// <summary>What tests of memberships do over and over.</summary>
internal static class MemberSchool
{
    public static async Task<Plan> PlanAsync(this TestSchool school, PlanInterval interval = PlanInterval.Month, long minorUnits = 1_900, int trialDays = 0)
    {
        var admin = await school.AdminAsync();
        return await school.DoAsync<CreatePlan, Plan>(c =>
            c.ExecuteAsync(admin, $"Every course, by the {interval}", interval, new Money(minorUnits, "EUR"), trialDays, CancellationToken.None)
        );
    }

    public static async Task<PublishedTestCourse> OfferedCourseAsync(this TestSchool school, int videoSeconds = 1_000)
    {
        var course = await school.PublishedCourseAsync(videoSeconds);
        await school.OfferAsync(course);
        return course;
    }

    public static Task OfferAsync(this TestSchool school, PublishedTestCourse course, bool isOffered = true) =>
        school.DoAsync<OfferCourse>(o => o.ExecuteAsync(course.Instructor, course.Id, isOffered, CancellationToken.None));

    /// <summary>Every event there is arrives and is handled, unless it was, each so many times at once.</summary>
    /// <param name="school">The school.</param>
    /// <param name="order">In which order; null for the one they happened in.</param>
    /// <param name="times">How many times at once.</param>
    /// <param name="only">Only those of a type; null for all.</param>
    public static async Task HearAllAsync(this TestSchool school, Random? order = null, int times = 1, string? only = null)
    {
        var stripeEvents = school.Services.GetRequiredService<Stripe.Events>();
        var events = (
            await stripeEvents.ListAsync(only is null ? StripeEventRouter.HandledTypes : [only], DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None)
        ).ToArray();
        order?.Shuffle(events);
        foreach (var (id, type, json) in events)
        {
            await school.DoAsync<ReceiveStripeEvent>(r => r.StoreAsync(id, type, json, CancellationToken.None));
            await Task.WhenAll(
                Enumerable.Range(0, times).Select(_ => Task.Run(() => school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(id, CancellationToken.None))))
            );
        }
    }

    public static Task<int> DivideAsync(this TestSchool school) => school.DoAsync<DivideMonths, int>(d => d.ExecuteAsync(CancellationToken.None));

    /// <summary>What the platform holds of members' payments for months to come.</summary>
    public static Task<long> DeferredAsync(this TestSchool school) => school.HeldByAsync(AccountKind.DeferredRevenue, Guid.Empty);
}
