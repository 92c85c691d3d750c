using ESchool.Api.Calls;
using ESchool.Application.Administration;
using ESchool.Application.Ledger;
using ESchool.Contracts.Administration.V1;
using FluentValidation;
using Grpc.Core;

namespace ESchool.Api.Administration;

internal sealed class AdministrationGrpcService(ListReviewQueue listQueue, ReviewCourse review, VerifyLedger verify, CreateDashboardLink createLink, PageTokens pages)
    : AdministrationService.AdministrationServiceBase
{
    public override async Task<ListReviewQueueResponse> ListReviewQueue(ListReviewQueueRequest request, ServerCallContext context)
    {
        var arguments = new ListReviewQueueRequest();
        var page = await listQueue.ExecuteAsync(pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListReviewQueueResponse { Items = { page.Items.Select(ToWire) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReviewCourseResponse> ReviewCourse(ReviewCourseRequest request, ServerCallContext context)
    {
        var approve = request.Decision == ReviewCourseRequest.Types.Decision.Approve;
        await review.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "courses/{course}"), approve, request.Message, context.CancellationToken);
        return new ReviewCourseResponse();
    }

    public override async Task<VerifyLedgerResponse> VerifyLedger(VerifyLedgerRequest request, ServerCallContext context)
    {
        var report = await verify.ExecuteAsync(context.CancellationToken);
        return new VerifyLedgerResponse { Balanced = report.Findings.Count == 0, TransactionCount = report.Transactions, EntryCount = report.Entries, Findings = { report.Findings } };
    }

    public override async Task<CreateDashboardLinkResponse> CreateDashboardLink(CreateDashboardLinkRequest request, ServerCallContext context)
    {
        var (url, expiresAt) = await createLink.ExecuteAsync(context.Actor(), context.CancellationToken);
        return new CreateDashboardLinkResponse { Url = url.ToString(), ExpireTime = expiresAt.ToWire() };
    }

    private static Contracts.Administration.V1.ReviewItem ToWire(Application.Administration.ReviewItem item) => new()
    {
        Course = $"courses/{item.CourseId}",
        Title = item.Title,
        Instructor = $"users/{item.InstructorId}",
        SubmitTime = item.SubmittedAt.ToWire(),
    };
}

internal sealed class ReviewCourseRequestRules : AbstractValidator<ReviewCourseRequest>
{
    public ReviewCourseRequestRules()
    {
        RuleFor(r => r.Decision).IsInEnum().NotEqual(ReviewCourseRequest.Types.Decision.Unspecified).WithMessage("must be given.");
        RuleFor(r => r.Message).MustBeText(0, 2_000);
        RuleFor(r => r.Message).MustBeText(1, 2_000).When(r => r.Decision == ReviewCourseRequest.Types.Decision.RequestChanges);
    }
}
