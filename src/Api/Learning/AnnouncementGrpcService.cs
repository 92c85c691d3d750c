using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Learning.Announcements;
using ESchool.Contracts.Learning.V1;
using Grpc.Core;

namespace ESchool.Api.Learning;

internal sealed class AnnouncementGrpcService(IdempotentCalls idempotent, PageTokens pages) : AnnouncementService.AnnouncementServiceBase
{
    private const string CoursePattern = "courses/{course}";

    public override async Task<PreviewAnnouncementResponse> PreviewAnnouncement(PreviewAnnouncementRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
        var (recipients, remaining) = await context
            .UseCase<PreviewAnnouncement>()
            .ExecuteAsync(context.Actor(), courseId, request.Filter.ToFilter(), context.CancellationToken);
        return new PreviewAnnouncementResponse { RecipientCount = recipients, RemainingCount = remaining };
    }

    public override Task<PublishAnnouncementResponse> PublishAnnouncement(PublishAnnouncementRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
                var published = await context
                    .UseCase<PublishAnnouncement>()
                    .ExecuteAsync(context.Actor(), courseId, request.Subject, request.TextMarkdown, request.Filter.ToFilter(), context.CancellationToken);
                return new PublishAnnouncementResponse { Announcement = new AnnouncementView(published, IsForAuthor: true).ToWire() };
            }
        );

    public override async Task<ListAnnouncementsResponse> ListAnnouncements(ListAnnouncementsRequest request, ServerCallContext context)
    {
        var arguments = new ListAnnouncementsRequest { Course = request.Course };
        var page = await context
            .UseCase<ListAnnouncements>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Course, CoursePattern, "course"),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListAnnouncementsResponse
        {
            Announcements = { page.Items.Select(view => view.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }
}
