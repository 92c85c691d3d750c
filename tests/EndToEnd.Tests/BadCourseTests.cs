using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Demo.Chapters;
using ESchool.Demo.Props;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Grpc.Net.Client;

namespace ESchool.EndToEnd.Tests;

/// <summary>The story of a bad course, through the public API alone: reported, claimed, suspended with reasons, mended, approved again and reinstated.</summary>
public sealed class BadCourseTests
{
    private const string Copied = "# Grammars\n\nA grammar says which trees there are. (Copied word for word.)";
    private const string Mended = "# Grammars\n\nIn my own words: a grammar is a recipe for trees.";

    [Fact]
    public async Task ABadCourse_IsReportedSuspendedMendedApprovedAgain_AndBack()
    {
        await using var school = await RunningSchool.StartAsync();
        var addresses = new SchoolAddresses(
            school.Api.Grpc!,
            school.Api.Web,
            school.Workers.Web,
            new Uri(TestStack.Get("ESCHOOL_MAIL_URL")),
            new Uri(TestStack.Get("S3__ServiceUrl")),
            RunningSchool.AdminEmail,
            RunningSchool.AdminPassword,
            RunningSchool.AdminTotpSecret
        );
        using var channel = GrpcChannel.ForAddress(addresses.Grpc);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        using var told = new StringWriter();
        var cast = new Cast(addresses, new Narrator(told, isTerminal: false), channel, http, "");
        await BecomingInstructor.PlayAsync(cast);
        await cast.Student.RegisterAsync(cast.Mailbox);
        var story = new Telling(cast);
        var lesson = await story.PublishAsync();
        var enrollment = await story.EnrollAsync();
        Assert.Equal(Copied, await story.ReadAsync(enrollment, lesson));

        var report = await story.ReportAsync();
        Assert.Equal(Report.Types.State.Open, report.State);
        var decision = await story.SuspendAsync();
        Assert.False(await story.IsOnSaleAsync());
        var refusal = await Assert.ThrowsAsync<RpcException>(() => story.ReadAsync(enrollment, lesson));
        Assert.Equal((StatusCode.FailedPrecondition, "COURSE_SUSPENDED"), (refusal.StatusCode, ReasonOf(refusal)));

        // The statement of reasons reaches the instructor, the outcome the student; neither learns more than that.
        await story.HearsAsync(cast.Instructor, n => n.ContentModerated?.Decision == decision);
        await story.HearsAsync(cast.Student, n => n.ReportDecided?.Report == report.Name);
        var statement = await MailAsync(cast.Instructor.Email, decision);
        Assert.Contains("Your course is suspended", statement, StringComparison.Ordinal);
        Assert.Contains("The article is copied word for word from a book.", statement, StringComparison.Ordinal);
        Assert.DoesNotContain(cast.Student.Name, statement, StringComparison.Ordinal);
        Assert.Contains("It was suspended.", await MailAsync(cast.Student.Email, report.Name), StringComparison.Ordinal);
        Assert.Equal(ModerationAct.Suspend, (await story.GetReportAsync(report.Name)).Act);

        await story.MendAsync(lesson);
        Assert.Equal("COURSE_SUSPENDED", ReasonOf(await Assert.ThrowsAsync<RpcException>(story.PublishDraftAsync)));
        await story.ReinstateAsync();
        await story.PublishDraftAsync();
        Assert.True(await story.IsOnSaleAsync());
        Assert.NotEmpty(await story.ReadAsync(enrollment, lesson));
        var lifted = (await story.Moderation.GetDecisionAsync(new GetDecisionRequest { Name = decision }, cast.Instructor.Headers)).Decision;
        Assert.NotNull(lifted.LiftTime);
        Assert.False(lifted.Reversed);
        await story.HearsAsync(cast.Instructor, n => n.ModerationLifted?.Decision == decision);
    }

    private static string? ReasonOf(RpcException refusal) => refusal.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason;

    private static Task<string> MailAsync(string address, string about) =>
        Wait.UntilAsync(
            $"The mail to {address} about {about}",
            async () => (await Mails.ToAsync(address)).FirstOrDefault(text => text.Contains(about, StringComparison.Ordinal))
        );

    /// <summary>What happens in the story, call by call.</summary>
    private sealed class Telling(Cast cast)
    {
        private readonly AuthoringService.AuthoringServiceClient authoring = new(cast.Channel);
        private readonly AdministrationService.AdministrationServiceClient administration = new(cast.Channel);

        public ModerationService.ModerationServiceClient Moderation { get; } = new(cast.Channel);

        /// <returns>The id of its article.</returns>
        public async Task<string> PublishAsync()
        {
            cast.Course = (
                await authoring.CreateCourseAsync(
                    new CreateCourseRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Course = new CourseDraft
                        {
                            Title = "Grammars",
                            Summary = "What grammars are.",
                            Description = "One article.",
                            Language = "en",
                            Category = "development",
                        },
                    },
                    cast.Instructor.Headers
                )
            ).Course.Name;
            var section = await authoring.CreateSectionAsync(
                new CreateSectionRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Parent = cast.Course,
                    Title = "Everything",
                },
                cast.Instructor.Headers
            );
            var lesson = await authoring.CreateLessonAsync(
                new CreateLessonRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Parent = section.Section.Name,
                    Lesson = new LessonDraft
                    {
                        Title = "The article",
                        Required = true,
                        Article = ArticleOf(Copied),
                    },
                },
                cast.Instructor.Headers
            );
            await authoring.SetPriceAsync(
                new SetPriceRequest
                {
                    Name = cast.Course,
                    Price = new Money { CurrencyCode = "EUR", Units = 49 },
                },
                cast.Instructor.Headers
            );
            await ApproveAsync();
            await PublishDraftAsync();
            return lesson.Lesson.Name;
        }

        public async Task<string> EnrollAsync() =>
            (
                await administration.GrantEnrollmentAsync(
                    new GrantEnrollmentRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Student = cast.Student.UserName,
                        Course = cast.Course,
                        Reason = "A present.",
                    },
                    cast.Admin.Headers
                )
            ).Enrollment;

        public async Task<string> ReadAsync(string enrollment, string lesson) =>
            (
                await new LearningService.LearningServiceClient(cast.Channel).GetLessonAsync(
                    new GetLessonRequest { Name = $"{enrollment}/lessons/{lesson.Split('/')[^1]}" },
                    cast.Student.Headers
                )
            ).ArticleMarkdown;

        public async Task<Report> ReportAsync() =>
            (
                await Moderation.CreateReportAsync(
                    new CreateReportRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Target = cast.Course,
                        Category = ReportCategory.Copyright,
                        Text = "The article is page 12 of a book.",
                    },
                    cast.Student.Headers
                )
            ).Report;

        public async Task<Report> GetReportAsync(string name) =>
            (await Moderation.GetReportAsync(new GetReportRequest { Name = name }, cast.Student.Headers)).Report;

        /// <returns>The decision's name.</returns>
        public async Task<string> SuspendAsync()
        {
            var queue = await Moderation.ListCasesAsync(new ListCasesRequest { State = Case.Types.State.Open }, cast.Admin.Headers);
            var reported = Assert.Single(queue.Cases, c => c.Target == cast.Course);
            await Moderation.ClaimCaseAsync(new ClaimCaseRequest { Name = reported.Name }, cast.Admin.Headers);
            var file = await Moderation.GetCaseAsync(new GetCaseRequest { Name = reported.Name }, cast.Admin.Headers);
            Assert.Equal(("Grammars", cast.Student.UserName), (Assert.Single(file.Snapshots).Title, Assert.Single(file.Reports).Reporter));
            var request = new ResolveCaseRequest
            {
                Name = reported.Name,
                Ruling = new Ruling
                {
                    Act = ModerationAct.Suspend,
                    Scope = SuspensionScope.SaleAndAccess,
                    Ground = DecisionGround.Law,
                    Clause = "Copyright",
                    Facts = "The article is copied word for word from a book.",
                },
            };
            var decided = await Moderation.ResolveCaseAsync(request, cast.Admin.Headers);
            Assert.Equal(decided, await Moderation.ResolveCaseAsync(request, cast.Admin.Headers));
            return decided.Decision.Decision.Name;
        }

        public async Task MendAsync(string lesson)
        {
            await authoring.UpdateLessonAsync(
                new UpdateLessonRequest
                {
                    Lesson = new LessonDraft { Name = lesson, Article = ArticleOf(Mended) },
                    UpdateMask = new FieldMask { Paths = { "article" } },
                },
                cast.Instructor.Headers
            );
            await ApproveAsync();
        }

        public async Task PublishDraftAsync() => await authoring.PublishCourseAsync(new PublishCourseRequest { Name = cast.Course }, cast.Instructor.Headers);

        public async Task ReinstateAsync() => await administration.ReinstateCourseAsync(new ReinstateCourseRequest { Name = cast.Course }, cast.Admin.Headers);

        /// <summary>The public pages are kept for a second.</summary>
        public async Task<bool> IsOnSaleAsync()
        {
            var catalog = new CatalogService.CatalogServiceClient(cast.Channel);
            var draft = (await authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = cast.Course }, cast.Instructor.Headers)).Course;
            return await Wait.UntilAsync(
                    "The page as the draft says",
                    async () =>
                    {
                        var isThere = true;
                        try
                        {
                            await catalog.GetCourseAsync(new GetCourseRequest { Name = cast.Course });
                        }
                        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.NotFound)
                        {
                            isThere = false;
                        }

                        return isThere == draft.PublishedVersion > 0 ? isThere.ToString() : null;
                    }
                ) == bool.TrueString;
        }

        public Task HearsAsync(Person person, Func<Notification, bool> isWanted) =>
            Wait.UntilAsync(
                $"A notification for {person.Name}",
                async () =>
                    (
                        await new NotificationService.NotificationServiceClient(cast.Channel).ListNotificationsAsync(
                            new ListNotificationsRequest(),
                            person.Headers
                        )
                    ).Notifications.Any(isWanted)
            );

        private async Task ApproveAsync()
        {
            await authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = cast.Course }, cast.Instructor.Headers);
            var queue = await administration.ListReviewQueueAsync(new ListReviewQueueRequest(), cast.Admin.Headers);
            Assert.Contains(queue.Items, item => item.Course == cast.Course);
            await administration.ReviewCourseAsync(
                new ReviewCourseRequest { Name = cast.Course, Decision = ReviewCourseRequest.Types.Decision.Approve },
                cast.Admin.Headers
            );
        }

        private static ArticleContent ArticleOf(string markdown) =>
            new() { Markdown = markdown, MinimumDwellDuration = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) };
    }
}
