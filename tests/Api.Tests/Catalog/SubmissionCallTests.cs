using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Importance = ESchool.Contracts.Catalog.V1.RequestedChange.Types.Importance;
using State = ESchool.Contracts.Catalog.V1.Submission.Types.State;

namespace ESchool.Api.Tests.Catalog;

/// <summary>A course goes through a review, over the wire.</summary>
public sealed class SubmissionCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);
    private SubmissionService.SubmissionServiceClient Submissions => new(fixture.Channel);
    private AdministrationService.AdministrationServiceClient Administration => new(fixture.Channel);

    [Fact]
    public async Task ADraft_IsClaimed_SentBack_Mended_AndApproved()
    {
        var course = await fixture.School.PublishedCourseAsync(videoSeconds: 100);
        var (author, reviewer) = (await fixture.HeadersAsync(course.Instructor), await fixture.HeadersAsync(await fixture.School.AdminAsync()));
        var name = $"courses/{course.Id}";
        await Authoring.UpdateCourseAsync(
            new UpdateCourseRequest
            {
                Course = new CourseDraft { Name = name, Subtitle = "Anew" },
            },
            author
        );
        await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = name }, author);
        var waiting = (await Administration.ListReviewQueueAsync(new ListReviewQueueRequest(), reviewer)).Items.Single(item => item.Course == name);
        Assert.Equal((1, ""), (waiting.SubmissionNumber, waiting.Reviewer));
        var claimed = (await Submissions.ClaimSubmissionAsync(new ClaimSubmissionRequest { Name = waiting.Submission }, reviewer)).Submission;
        Assert.Equal(State.InReview, claimed.State);
        Assert.NotEmpty(claimed.Reviewer);
        var seen = await Submissions.GetSubmissionAsync(new GetSubmissionRequest { Name = waiting.Submission }, author);
        Assert.Equal((State.InReview, "", null), (seen.Submission.State, seen.Submission.Reviewer, seen.Submission.ClaimExpireTime));
        Assert.Equal(["subtitle"], seen.ChangedFields);

        var wish = new RequestedChange
        {
            Lesson = $"{name}/lessons/{course.VideoLessonId}",
            Position = Duration.FromTimeSpan(TimeSpan.FromSeconds(42)),
            Importance = Importance.Required,
            Text = "The sound is missing.",
        };
        var request = new RequestChangeRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Parent = waiting.Submission,
            Change = wish,
        };
        var change = (await Submissions.RequestChangeAsync(request, reviewer)).Change;
        Assert.Equal(change, (await Submissions.RequestChangeAsync(request, reviewer)).Change);
        Assert.Equal((wish.Lesson, wish.Position, wish.Importance, wish.Text), (change.Lesson, change.Position, change.Importance, change.Text));
        change = (
            await Submissions.UpdateRequestedChangeAsync(
                new UpdateRequestedChangeRequest
                {
                    Change = new RequestedChange { Name = change.Name, Text = "There is no sound." },
                },
                reviewer
            )
        ).Change;
        Assert.Equal((wish.Position, wish.Importance, "There is no sound."), (change.Position, change.Importance, change.Text));
        await Decide(ReviewCourseRequest.Types.Decision.RequestChanges, "See below.");

        await Status.OfAsync(StatusCode.FailedPrecondition, "REQUESTED_CHANGES_OPEN", Submit);
        var open = await Submissions.ListRequestedChangesAsync(new ListRequestedChangesRequest { Parent = name, Open = true }, author);
        Assert.Equal([change], open.Changes);
        await Submissions.ResolveRequestedChangeAsync(new ResolveRequestedChangeRequest { Name = change.Name, Reply = "There is now." }, author);
        await Submit();
        await Decide(ReviewCourseRequest.Types.Decision.Approve, "");
        var history = await Submissions.ListSubmissionsAsync(new ListSubmissionsRequest { Parent = name }, author);
        Assert.Equal([State.Approved, State.ChangesRequested], history.Submissions.Select(s => s.State));

        async Task Submit() => await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = name }, author);
        async Task Decide(ReviewCourseRequest.Types.Decision decision, string message) =>
            await Administration.ReviewCourseAsync(
                new ReviewCourseRequest
                {
                    Name = name,
                    Decision = decision,
                    Message = message,
                },
                reviewer
            );
    }

    [Fact]
    public async Task AChange_WithoutWhatItNeeds_IsRefused()
    {
        var reviewer = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var (course, submission) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (
            var wish in new[]
            {
                new RequestedChange { Importance = Importance.Required },
                new RequestedChange { Text = "Mend it." },
                new RequestedChange
                {
                    Text = "Mend it.",
                    Importance = Importance.Required,
                    Position = new Duration { Seconds = 1 },
                },
                new RequestedChange
                {
                    Text = "Mend it.",
                    Importance = Importance.Required,
                    Lesson = "lessons/1",
                },
                new RequestedChange
                {
                    Text = "Mend it.",
                    Importance = Importance.Required,
                    Lesson = $"courses/{course}/lessons/{Guid.NewGuid()}",
                    Position = new Duration { Seconds = -1 },
                },
            }
        )
        {
            await Status.OfAsync(
                StatusCode.InvalidArgument,
                "REQUEST_INVALID",
                async () =>
                    await Submissions.RequestChangeAsync(
                        new RequestChangeRequest { Parent = $"courses/{course}/submissions/{submission}", Change = wish },
                        reviewer
                    )
            );
        }
    }
}
