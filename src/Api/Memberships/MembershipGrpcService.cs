using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Plans;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Contracts.Memberships.V1;
using ESchool.Domain.Memberships;
using Grpc.Core;

namespace ESchool.Api.Memberships;

internal sealed class MembershipGrpcService(IdempotentCalls idempotent, PageTokens pages) : MembershipService.MembershipServiceBase
{
    private const string CoursePattern = "courses/{course}";
    private const string PlanPattern = "plans/{plan}";

    public override async Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context) =>
        new() { Plans = { (await context.UseCase<ListPlans>().ExecuteAsync(context.CancellationToken)).Select(plan => plan.ToWire()) } };

    public override async Task<ListMemberCoursesResponse> ListMemberCourses(ListMemberCoursesRequest request, ServerCallContext context)
    {
        var arguments = new ListMemberCoursesRequest();
        var page = await context
            .UseCase<ListMemberCourses>()
            .ExecuteAsync(pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListMemberCoursesResponse
        {
            Courses = { page.Items.Select(course => course.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<StartSubscriptionResponse> StartSubscription(StartSubscriptionRequest request, ServerCallContext context)
    {
        var page = new CheckoutPage(request.SuccessUrl, request.CancelUrl, request.AcceptedTerms);
        var planId = ResourceNames.One(request.Plan, PlanPattern, "plan");
        var subscription = await context
            .UseCase<StartSubscription>()
            .ExecuteAsync(context.Actor(), Guid.Parse(request.RequestId), planId, page, context.CancellationToken);
        var view = await context.UseCase<GetSubscription>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new StartSubscriptionResponse
        {
            Subscription = view.ToWire(),
            CheckoutUrl = subscription.State == SubscriptionState.Pending ? subscription.CheckoutUrl ?? "" : "",
        };
    }

    public override async Task<GetSubscriptionResponse> GetSubscription(GetSubscriptionRequest request, ServerCallContext context) =>
        new() { Subscription = (await context.UseCase<GetSubscription>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire() };

    public override async Task<CancelSubscriptionResponse> CancelSubscription(CancelSubscriptionRequest request, ServerCallContext context) =>
        new() { Subscription = (await context.UseCase<CancelSubscription>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire() };

    public override async Task<ResumeSubscriptionResponse> ResumeSubscription(ResumeSubscriptionRequest request, ServerCallContext context) =>
        new() { Subscription = (await context.UseCase<ResumeSubscription>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire() };

    public override async Task<PreviewPlanChangeResponse> PreviewPlanChange(PreviewPlanChangeRequest request, ServerCallContext context)
    {
        var change = await context
            .UseCase<PreviewPlanChange>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Plan, PlanPattern, "plan"), context.CancellationToken);
        return new PreviewPlanChangeResponse { Due = change.Due.ToWire(), Prorated = change.Prorated.ToWire() };
    }

    public override async Task<ChangePlanResponse> ChangePlan(ChangePlanRequest request, ServerCallContext context) =>
        new()
        {
            Subscription = (
                await context
                    .UseCase<ChangePlan>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Plan, PlanPattern, "plan"), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<CreateBillingPortalLinkResponse> CreateBillingPortalLink(CreateBillingPortalLinkRequest request, ServerCallContext context) =>
        new() { Url = await context.UseCase<CreateBillingPortalLink>().ExecuteAsync(context.Actor(), request.ReturnUrl, context.CancellationToken) };

    public override async Task<JoinCourseResponse> JoinCourse(JoinCourseRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
        return new JoinCourseResponse
        {
            Enrollment = $"enrollments/{await context.UseCase<JoinCourse>().ExecuteAsync(context.Actor(), courseId, context.CancellationToken)}",
        };
    }

    public override async Task<OfferCourseResponse> OfferCourse(OfferCourseRequest request, ServerCallContext context)
    {
        await context
            .UseCase<OfferCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Course, CoursePattern, "course"), request.Offered, context.CancellationToken);
        return new OfferCourseResponse();
    }

    public override async Task<ListMembershipSharesResponse> ListMembershipShares(ListMembershipSharesRequest request, ServerCallContext context)
    {
        var arguments = new ListMembershipSharesRequest();
        var page = await context
            .UseCase<ListMembershipShares>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListMembershipSharesResponse
        {
            Shares = { page.Items.Select(share => share.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override Task<CreatePlanResponse> CreatePlan(CreatePlanRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new CreatePlanResponse
                {
                    Plan = (
                        await context
                            .UseCase<CreatePlan>()
                            .ExecuteAsync(
                                context.Actor(),
                                request.Title,
                                (PlanInterval)request.Interval,
                                request.Price.ToMoney("price"),
                                request.TrialDays,
                                context.CancellationToken
                            )
                    ).ToWire(),
                }
        );

    public override async Task<RetirePlanResponse> RetirePlan(RetirePlanRequest request, ServerCallContext context) =>
        new()
        {
            Plan = (
                await context.UseCase<RetirePlan>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, PlanPattern), context.CancellationToken)
            ).ToWire(),
        };
}
