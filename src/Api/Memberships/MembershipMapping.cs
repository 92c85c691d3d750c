using ESchool.Api.Calls.Wire;
using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using Wire = ESchool.Contracts.Memberships.V1;

namespace ESchool.Api.Memberships;

internal static class MembershipMapping
{
    public static Wire.Plan ToWire(this Domain.Memberships.Plan plan) =>
        new()
        {
            Name = $"plans/{plan.Id}",
            Title = plan.Name,
            Interval = (Wire.Plan.Types.Interval)plan.Interval,
            Price = plan.Price.ToWire(),
            TrialDays = plan.TrialDays,
            InstructorBasisPoints = plan.InstructorBasisPoints,
            RetireTime = plan.RetiredAt.ToWire(),
        };

    public static Wire.Subscription ToWire(this SubscriptionView view) =>
        new()
        {
            Name = $"subscriptions/{view.Subscription.Id}",
            Plan = view.Plan.ToWire(),
            State = (Wire.Subscription.Types.State)view.Subscription.State,
            PeriodStartTime = view.Subscription.PeriodStart.ToWire(),
            PeriodEndTime = view.Subscription.PeriodEnd.ToWire(),
            CancelAtPeriodEnd = view.Subscription.CancelsAtPeriodEnd,
            AccessUntilTime = view.Subscription.AccessUntil.ToWire(),
            CreateTime = view.Subscription.CreatedAt.ToWire(),
            EndTime = view.Subscription.EndedAt.ToWire(),
            FailureMessage = view.Subscription.FailureMessage,
        };

    public static Wire.MemberCourse ToWire(this MemberCourse course) =>
        new()
        {
            Course = $"courses/{course.CourseId}",
            Title = course.Title,
            Instructor = $"users/{course.InstructorId}",
            InstructorDisplayName = course.InstructorName,
        };

    public static Wire.MembershipShare ToWire(this MembershipShareView share) =>
        new()
        {
            Month = $"membershipMonths/{share.MonthId}",
            FirstDate = share.FirstDay.ToWire(),
            EndDate = share.EndDay.ToWire(),
            Course = $"courses/{share.CourseId}",
            WatchedDuration = share.Seconds.ToDuration(),
            AllWatchedDuration = share.AllSeconds.ToDuration(),
            Divided = share.Divided.ToWire(),
            Instructors = share.Instructors.ToWire(),
            Share = share.Share.ToWire(),
            DivideTime = share.DividedAt.ToWire(),
        };
}
