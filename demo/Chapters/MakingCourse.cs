using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Demo.Props;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;

namespace ESchool.Demo.Chapters;

/// <summary>A course with two sections, two lectures and an article is made, uploaded, transcoded, reviewed and published.</summary>
public static class MakingCourse
{
    private static readonly string[] FirstSlides = ["What a compiler is", "Lexing: letters to words", "Parsing: words to trees", "Code: trees to numbers"];
    private static readonly string[] SecondSlides = ["Why optimize?", "Fold what is constant", "Drop what is dead", "Measure, then stop"];

    public static async Task PlayAsync(Cast cast)
    {
        var authoring = new AuthoringService.AuthoringServiceClient(cast.Channel);
        var headers = cast.Instructor.Headers;
        cast.Course = (
            await authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Course = new CourseDraft
                    {
                        Title = "Compilers in an Afternoon",
                        Summary = "From letters to machine code, with nothing left out.",
                        Description = "Two short lectures and an article that lead through **every** phase of a compiler.",
                        Language = "en",
                        Category = "development",
                        WelcomeMessage = "Welcome! Take a pencil.",
                        CongratulationMessage = "Now write one.",
                    },
                },
                headers
            )
        ).Course.Name;
        var basics = await AddSectionAsync(authoring, cast, "From text to trees");
        var advanced = await AddSectionAsync(authoring, cast, "From trees to code");
        cast.Narrator.Step($"the course has its first draft: {cast.Course}");

        var first = await UploadAsync(cast, "How compilers work", FirstSlides);
        var second = await UploadAsync(cast, "How compilers optimize", SecondSlides);
        await AddLessonAsync(
            authoring,
            cast,
            basics,
            new LessonDraft
            {
                Title = "How compilers work",
                Required = true,
                Video = new VideoContent { Asset = first },
            }
        );
        await AddLessonAsync(
            authoring,
            cast,
            basics,
            new LessonDraft
            {
                Title = "Read this before you go on",
                Required = true,
                FreePreview = true,
                Article = new ArticleContent
                {
                    Markdown = "# Grammars\n\nA grammar says which trees there are.",
                    MinimumDwellDuration = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)),
                },
            }
        );
        await AddLessonAsync(
            authoring,
            cast,
            advanced,
            new LessonDraft
            {
                Title = "How compilers optimize",
                Required = true,
                Video = new VideoContent { Asset = second },
            }
        );
        await authoring.SetPriceAsync(
            new SetPriceRequest
            {
                Name = cast.Course,
                Price = new Money { CurrencyCode = "EUR", Units = 49 },
            },
            headers
        );
        await CoverMaker.SetAsync(cast, "Compilers in an Afternoon");
        await authoring.UpdateCourseAsync(
            new UpdateCourseRequest
            {
                Course = new CourseDraft { Name = cast.Course, PromotionalVideo = first },
            },
            headers
        );
        cast.Narrator.Step("everybody may watch the first lecture before they buy the course");
        await WritingTogether.PlayAsync(cast);
        await PublishAsync(authoring, cast);
    }

    private static async Task PublishAsync(AuthoringService.AuthoringServiceClient authoring, Cast cast)
    {
        var administration = new AdministrationService.AdministrationServiceClient(cast.Channel);
        await authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = cast.Course }, cast.Instructor.Headers);
        var submitted = (await authoring.GetSubmittedCourseAsync(new GetSubmittedCourseRequest { Name = cast.Course }, cast.Admin.Headers)).Course;
        var waiting = (await administration.ListReviewQueueAsync(new ListReviewQueueRequest(), cast.Admin.Headers)).Items.Single(i => i.Course == cast.Course);
        await new SubmissionService.SubmissionServiceClient(cast.Channel).ClaimSubmissionAsync(
            new ClaimSubmissionRequest { Name = waiting.Submission },
            cast.Admin.Headers
        );
        await administration.ReviewCourseAsync(
            new ReviewCourseRequest
            {
                Name = cast.Course,
                Etag = submitted.Etag,
                Decision = ReviewCourseRequest.Types.Decision.Approve,
            },
            cast.Admin.Headers
        );
        var published = (await authoring.PublishCourseAsync(new PublishCourseRequest { Name = cast.Course }, cast.Instructor.Headers)).Course;
        cast.Narrator.Step($"submitted, claimed by a reviewer, approved, published: version {published.PublishedVersion} is on sale for EUR 49");
    }

    private static async Task<string> AddSectionAsync(AuthoringService.AuthoringServiceClient authoring, Cast cast, string title) => (
            await authoring.CreateSectionAsync(
                new CreateSectionRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Parent = cast.Course,
                    Title = title,
                },
                cast.Instructor.Headers
            )
        ).Section.Name;

    private static async Task AddLessonAsync(AuthoringService.AuthoringServiceClient authoring, Cast cast, string section, LessonDraft lesson) =>
        await authoring.CreateLessonAsync(
            new CreateLessonRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Parent = section,
                Lesson = lesson,
            },
            cast.Instructor.Headers
        );

    /// <returns>The asset, ready to be played.</returns>
    private static async Task<string> UploadAsync(Cast cast, string title, string[] slides)
    {
        var folder = Directory.CreateTempSubdirectory("eschool-demo-");
        try
        {
            var path = await LectureMaker.MakeAsync(folder.FullName, title, slides);
            cast.Narrator.Step($"recorded the lecture \"{title}\": {new FileInfo(path).Length / 1024} KiB");
            using var watching = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            using var feed = new NotificationService.NotificationServiceClient(cast.Channel).Watch(
                new WatchRequest(),
                cast.Instructor.Headers,
                cancellationToken: watching.Token
            );
            await feed.ResponseHeadersAsync;
            var asset = await new PartUploader(cast.Channel, cast.Http, cast.Instructor).UploadAsync(
                path,
                percent => cast.Narrator.Progress("uploading straight to S3   ", percent)
            );
            await FollowAsync(cast, feed, asset.Name);
            return asset.Name;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FollowAsync(Cast cast, AsyncServerStreamingCall<WatchResponse> feed, string asset)
    {
        await foreach (var response in feed.ResponseStream.ReadAllAsync())
        {
            switch (response.FrameCase)
            {
                case WatchResponse.FrameOneofCase.AssetProgress when response.AssetProgress.Asset == asset:
                    Tell(cast, response.AssetProgress);
                    break;
                case WatchResponse.FrameOneofCase.Notification when response.Notification.AssetProcessed?.Asset == asset:
                    await TellEndAsync(cast, asset);
                    return;
            }
        }

        throw new StoryException("The feed ended before the lecture was ready.");
    }

    private static void Tell(Cast cast, AssetProgress step)
    {
        switch (step.State)
        {
            case Asset.Types.State.Probing:
                cast.Narrator.Step("the upload was checked and is being probed");
                break;
            case Asset.Types.State.Transcoding:
                cast.Narrator.Progress("transcoding to an HLS ladder", Math.Min(99, step.Percent));
                break;
        }
    }

    private static async Task TellEndAsync(Cast cast, string asset)
    {
        var ended = (
            await new UploadService.UploadServiceClient(cast.Channel).GetAssetAsync(new GetAssetRequest { Name = asset }, cast.Instructor.Headers)
        ).Asset;
        if (ended.State != Asset.Types.State.Ready)
        {
            throw new StoryException($"The lecture was not processed: {ended.FailureMessage}");
        }

        cast.Narrator.Progress("transcoding to an HLS ladder", 100);
        cast.Narrator.Step(
            $"ready: {ended.VideoDuration.ToTimeSpan().TotalSeconds:0.0} s in {string.Join(", ", ended.Renditions.Select(r => $"{r.Height}p"))}"
        );
    }
}
