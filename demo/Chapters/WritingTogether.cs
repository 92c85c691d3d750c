using ESchool.Contracts.Catalog.V1;
using ESchool.Demo.Props;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ESchool.Demo.Chapters;

/// <summary>Somebody is invited to work on the course, and two authors edit it at the same time without losing anything.</summary>
public static class WritingTogether
{
    public static async Task PlayAsync(Cast cast)
    {
        var (authoring, authors) = (new AuthoringService.AuthoringServiceClient(cast.Channel), new CoAuthorService.CoAuthorServiceClient(cast.Channel));
        await cast.CoAuthor.RegisterAsync(cast.Mailbox);
        await authors.InviteCoAuthorAsync(
            new InviteCoAuthorRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Course = cast.Course,
                Email = cast.CoAuthor.Email,
                Role = AuthorRole.Editor,
            },
            cast.Instructor.Headers
        );
        var invitation = (await authors.ListOwnInvitationsAsync(new ListOwnInvitationsRequest(), cast.CoAuthor.Headers)).Invitations.Single();
        await authors.AcceptInvitationAsync(new AcceptInvitationRequest { Name = invitation.Name }, cast.CoAuthor.Headers);
        cast.Narrator.Step($"{cast.Instructor.Name} invited {cast.CoAuthor.Name}, who is no instructor, to edit the course, and she accepted");

        // Both read the same draft, and both change the title of the same lesson: the second learns of the first.
        var lesson = (await authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = cast.Course }, cast.CoAuthor.Headers)).Course.Sections[0].Lessons[
            0
        ];
        await RenameAsync(authoring, cast.Instructor.Headers, lesson, "How compilers work");
        await RenameAsync(authoring, cast.Instructor.Headers, lesson, "How a compiler works");
        try
        {
            await RenameAsync(authoring, cast.CoAuthor.Headers, lesson, "What compilers do");
            throw new StoryException("An edit from an old reading was taken.");
        }
        catch (RpcException stale) when (stale.StatusCode == StatusCode.Aborted)
        {
            cast.Narrator.Step("both renamed the same lesson at once: the second was told that it had changed, and nothing was lost");
        }

        var impact = await authoring.PreviewCurriculumImpactAsync(new PreviewCurriculumImpactRequest { Name = cast.Course }, cast.CoAuthor.Headers);
        if (impact.ObstacleCount > 0)
        {
            throw new StoryException($"The course can't be published: {impact.Obstacles[0].Description}");
        }

        cast.Narrator.Step($"before publishing they were told what it does: {impact.Lessons.Count} new lessons, nobody learns yet, nothing stands in the way");
    }

    private static async Task RenameAsync(AuthoringService.AuthoringServiceClient authoring, Metadata headers, LessonDraft read, string title) =>
        await authoring.UpdateLessonAsync(
            new UpdateLessonRequest
            {
                Lesson = new LessonDraft
                {
                    Name = read.Name,
                    Etag = read.Etag,
                    Title = title,
                },
                UpdateMask = new FieldMask { Paths = { "title" } },
            },
            headers
        );
}
