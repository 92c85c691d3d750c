using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Contracts.Memberships.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Demo.Props;
using Google.Type;

namespace ESchool.Demo.Chapters;

/// <summary>The friend becomes a member, which opens the course again, changes to a dearer plan, and cancels.</summary>
public static class BecomingMember
{
    public static async Task PlayAsync(Cast cast)
    {
        var memberships = new MembershipService.MembershipServiceClient(cast.Channel);
        var (monthly, dearer) = (
            await CreatePlanAsync(cast, memberships, "Every course", 19),
            await CreatePlanAsync(cast, memberships, "Every course, and the mentor", 39)
        );
        await memberships.OfferCourseAsync(new OfferCourseRequest { Course = cast.Course, Offered = true }, cast.Instructor.Headers);
        var catalogue = await memberships.ListMemberCoursesAsync(new ListMemberCoursesRequest());
        cast.Narrator.Step(
            $"the administrator made two plans, {cast.Instructor.Name} offers the course to members: {string.Join(", ", catalogue.Courses.Select(c => c.Title))}"
        );

        var subscription = await SubscribeAsync(cast, memberships, monthly);
        var enrollment = (await memberships.JoinCourseAsync(new JoinCourseRequest { Course = cast.Course }, cast.Friend.Headers)).Enrollment;
        await WatchAsync(cast, enrollment);
        cast.Narrator.Step(
            $"{cast.Friend.Name} subscribed at Stripe's page, paid until {subscription.PeriodEndTime.ToDateTime():yyyy-MM-dd}, and watches the course again: {enrollment}"
        );

        var preview = await memberships.PreviewPlanChangeAsync(new PreviewPlanChangeRequest { Plan = dearer.Name }, cast.Friend.Headers);
        var changed = (await memberships.ChangePlanAsync(new ChangePlanRequest { Plan = dearer.Name }, cast.Friend.Headers)).Subscription;
        cast.Narrator.Step(
            $"the dearer plan costs {preview.Due.Units}.{preview.Due.Nanos / 10_000_000:00} {preview.Due.CurrencyCode} for the rest of the month; now the plan is \"{changed.Plan.Title}\""
        );
        var orders = new OrderService.OrderServiceClient(cast.Channel);
        var paid = await Polling.UntilAsync(
            "Both payments",
            System.TimeSpan.FromSeconds(60),
            async () => (await orders.ListOrdersAsync(new ListOrdersRequest(), cast.Friend.Headers)).Orders is { Count: 2 } both ? both : null
        );
        cast.Narrator.Step($"both payments are orders of his: {string.Join("; ", paid.Select(order => order.CourseTitle))}");

        var cancelled = (await memberships.CancelSubscriptionAsync(new CancelSubscriptionRequest(), cast.Friend.Headers)).Subscription;
        cast.Narrator.Step(
            cancelled.CancelAtPeriodEnd
                ? $"he cancelled: courses stay open until {cancelled.AccessUntilTime.ToDateTime():yyyy-MM-dd}"
                : throw new StoryException("The membership was not cancelled.")
        );
    }

    private static async Task<Plan> CreatePlanAsync(Cast cast, MembershipService.MembershipServiceClient memberships, string title, long euros) =>
        (
            await memberships.CreatePlanAsync(
                new CreatePlanRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Title = title,
                    Interval = Plan.Types.Interval.Month,
                    Price = new Money { CurrencyCode = "EUR", Units = euros },
                },
                cast.Admin.Headers
            )
        ).Plan;

    private static async Task<Subscription> SubscribeAsync(Cast cast, MembershipService.MembershipServiceClient memberships, Plan plan)
    {
        var started = await memberships.StartSubscriptionAsync(
            new StartSubscriptionRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Plan = plan.Name,
                SuccessUrl = "http://127.0.0.1:3000/welcome",
                CancelUrl = "http://127.0.0.1:3000/plans",
            },
            cast.Friend.Headers
        );
        await StripePage.PayAsync(cast.Http, new Uri(started.CheckoutUrl), cast.Friend);
        return await Polling.UntilAsync(
            "The membership",
            System.TimeSpan.FromSeconds(60),
            async () =>
                (await memberships.GetSubscriptionAsync(new GetSubscriptionRequest(), cast.Friend.Headers)).Subscription
                    is { State: Subscription.Types.State.Active } active
                    ? active
                    : null
        );
    }

    private static async Task WatchAsync(Cast cast, string enrollment)
    {
        var learning = new LearningService.LearningServiceClient(cast.Channel);
        var lessons = (await learning.ExplainProgressAsync(new ExplainProgressRequest { Name = enrollment }, cast.Friend.Headers)).Lessons;
        await new PlaybackService.PlaybackServiceClient(cast.Channel).CreatePlaybackAsync(
            new CreatePlaybackRequest { Lesson = lessons[0].Name },
            cast.Friend.Headers
        );
        var report = await new WatchReports(learning, cast.Friend, lessons[0].Name, seconds: 4).ReportAsync(0, 4);
        if (report.CreditedDuration.Seconds == 0)
        {
            throw new StoryException("A member's watching was not credited.");
        }
    }
}
