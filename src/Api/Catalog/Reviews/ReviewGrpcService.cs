using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;
using Order = ESchool.Application.Catalog.Reviews.ReviewOrder;

namespace ESchool.Api.Catalog.Reviews;

internal sealed class ReviewGrpcService(IdempotentCalls idempotent, PageTokens pages, PublicPages kept) : ReviewService.ReviewServiceBase
{
    private const string CoursePattern = "courses/{course}";
    private const string ReviewPattern = "courses/{course}/reviews/{review}";

    public override Task<CreateReviewResponse> CreateReview(CreateReviewRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var review = await context
                    .UseCase<CreateReview>()
                    .ExecuteAsync(context.Actor(), CourseOf(request.Parent), request.Review.Stars, request.Review.Text, context.CancellationToken);
                return new CreateReviewResponse { Review = review.ToFullWire() };
            }
        );

    public override async Task<UpdateReviewResponse> UpdateReview(UpdateReviewRequest request, ServerCallContext context)
    {
        var sent = request.Review;
        var paths = UpdateMasks.Read(request.UpdateMask, "review", sent).Paths;
        var (courseId, reviewId) = ResourceNames.Two(sent.Name, ReviewPattern, "review.name");
        var review = await context
            .UseCase<UpdateReview>()
            .ExecuteAsync(
                context.Actor(),
                courseId,
                reviewId,
                paths.Contains("stars") ? sent.Stars : null,
                paths.Contains("text") ? sent.Text : null,
                context.CancellationToken
            );
        return new UpdateReviewResponse { Review = review.ToFullWire() };
    }

    public override async Task<DeleteReviewResponse> DeleteReview(DeleteReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        await context.UseCase<DeleteReview>().ExecuteAsync(context.Actor(), courseId, reviewId, context.CancellationToken);
        return new DeleteReviewResponse();
    }

    public override Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var arguments = new ListReviewsRequest(request) { PageSize = 0, PageToken = "" };
                var page = await context
                    .UseCase<ListReviews>()
                    .ExecuteAsync(
                        CourseOf(request.Parent),
                        request.HasStars ? request.Stars : null,
                        (Order)request.Order,
                        pages.ReadPublic(context, request.PageSize, request.PageToken, arguments),
                        CancellationToken.None
                    );
                return new ListReviewsResponse { Reviews = { page.Items.Select(r => r.ToWire()) }, NextPageToken = pages.NextPublic(context, page, arguments) };
            }
        );

    public override async Task<GetOwnReviewResponse> GetOwnReview(GetOwnReviewRequest request, ServerCallContext context)
    {
        var review = await context.UseCase<GetOwnReview>().ExecuteAsync(context.Actor(), CourseOf(request.Parent), context.CancellationToken);
        return new GetOwnReviewResponse { Review = review.ToFullWire() };
    }

    public override async Task<GetReviewResponse> GetReview(GetReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        var view = await context.UseCase<GetReview>().ExecuteAsync(context.Actor(), courseId, reviewId, context.CancellationToken);
        return new GetReviewResponse { Review = view.Review.StudentId == context.Actor().UserId ? view.ToFullWire() : view.ToWire() };
    }

    public override async Task<ListReceivedReviewsResponse> ListReceivedReviews(ListReceivedReviewsRequest request, ServerCallContext context)
    {
        var arguments = new ListReceivedReviewsRequest { Course = request.Course, Unanswered = request.Unanswered };
        var page = await context
            .UseCase<ListReceivedReviews>()
            .ExecuteAsync(
                context.Actor(),
                request.Course.Length == 0 ? null : ResourceNames.One(request.Course, CoursePattern, "course"),
                request.Unanswered,
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListReceivedReviewsResponse { Reviews = { page.Items.Select(r => r.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetRatingReportResponse> GetRatingReport(GetRatingReportRequest request, ServerCallContext context)
    {
        var days = WireDays.Between(request.FirstDay, request.LastDay, request.TimeZone);
        return (await context.UseCase<ReportRatings>().ExecuteAsync(context.Actor(), CourseOf(request.Name, "name"), days, context.CancellationToken)).ToWire();
    }

    public override async Task<ListOwnReviewVotesResponse> ListOwnReviewVotes(ListOwnReviewVotesRequest request, ServerCallContext context)
    {
        var (courseId, arguments) = (CourseOf(request.Parent), new ListOwnReviewVotesRequest { Parent = request.Parent });
        var page = await context
            .UseCase<ListOwnReviewVotes>()
            .ExecuteAsync(context.Actor(), courseId, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnReviewVotesResponse
        {
            Votes = { page.Items.Select(vote => vote.ToWire(courseId)) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<ReplyToReviewResponse> ReplyToReview(ReplyToReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        var review = await context.UseCase<ReplyToReview>().ExecuteAsync(context.Actor(), courseId, reviewId, request.Text, context.CancellationToken);
        return new ReplyToReviewResponse { Review = review.ToWire() };
    }

    public override async Task<VoteReviewResponse> VoteReview(VoteReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        bool? isHelpful = request.Vote == VoteReviewRequest.Types.Vote.None ? null : request.Vote == VoteReviewRequest.Types.Vote.Helpful;
        var review = await context.UseCase<VoteReview>().ExecuteAsync(context.Actor(), courseId, reviewId, isHelpful, context.CancellationToken);
        return new VoteReviewResponse { Review = review.ToWire() };
    }

    public override async Task<ReportReviewResponse> ReportReview(ReportReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        await context.UseCase<ReportReview>().ExecuteAsync(context.Actor(), courseId, reviewId, request.Reason, context.CancellationToken);
        return new ReportReviewResponse();
    }

    public override async Task<ListReportedReviewsResponse> ListReportedReviews(ListReportedReviewsRequest request, ServerCallContext context)
    {
        var arguments = new ListReportedReviewsRequest();
        var page = await context
            .UseCase<ListReportedReviews>()
            .ExecuteAsync(pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListReportedReviewsResponse { Reviews = { page.Items.Select(r => r.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<HideReviewResponse> HideReview(HideReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        var review = await context.UseCase<HideReview>().ExecuteAsync(context.Actor(), courseId, reviewId, request.Reason, context.CancellationToken);
        return new HideReviewResponse { Review = review.ToFullWire() };
    }

    public override async Task<ShowReviewResponse> ShowReview(ShowReviewRequest request, ServerCallContext context)
    {
        var (courseId, reviewId) = ReviewOf(request.Name);
        var review = await context.UseCase<ShowReview>().ExecuteAsync(context.Actor(), courseId, reviewId, request.Reason, context.CancellationToken);
        return new ShowReviewResponse { Review = review.ToFullWire() };
    }

    public override async Task<RecountRatingsResponse> RecountRatings(RecountRatingsRequest request, ServerCallContext context)
    {
        var found = await context.UseCase<RecountRatings>().ExecuteAsync(context.Actor(), request.Repair, context.CancellationToken);
        return new RecountRatingsResponse
        {
            RatingCount = found.Ratings,
            ReviewCount = found.Reviews,
            Differences = { found.Differences },
            RepairedCount = found.Repaired,
        };
    }

    private static Guid CourseOf(string name, string field = "parent") => ResourceNames.One(name, CoursePattern, field);

    private static (Guid CourseId, Guid ReviewId) ReviewOf(string name) => ResourceNames.Two(name, ReviewPattern);
}
