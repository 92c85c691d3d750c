using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Certificates.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Instructors.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>What every call has in common: shape, idempotency, pages, masks, etags, limits.</summary>
public sealed class CallShapeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    [Fact]
    public async Task ARequestOfTheWrongShape_NamesEveryField()
    {
        var request = new RegisterRequest
        {
            RequestId = "no uuid",
            Email = "no address",
            Password = "short",
            DisplayName = "",
        };
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new IdentityService.IdentityServiceClient(fixture.Channel).RegisterAsync(request).ResponseAsync
        );
        var fields = status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field);
        Assert.Equal(["display_name", "email", "password", "request_id"], fields.Order());
        Assert.Equal(
            [("display_name", "REQUIRED"), ("email", "MALFORMED"), ("password", "TOO_SHORT"), ("request_id", "MALFORMED")],
            status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => (v.Field, v.Reason)).OrderBy(v => v.Field)
        );
        Assert.DoesNotContain("short", status.Message, StringComparison.Ordinal);
    }

    /// <summary>What C# calls them is nobody's business: `by_case`, `content_case`, "'Token Delivery' has a range of values".</summary>
    [Fact]
    public async Task Violations_SpeakTheContractsLanguage()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var by = await RefusalAsync(() =>
            new CertificateService.CertificateServiceClient(fixture.Channel).VerifyCertificateAsync(new VerifyCertificateRequest()).ResponseAsync
        );
        Assert.Equal(("by", "REQUIRED"), (by.Field, by.Reason));
        var lesson = new CreateLessonRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Parent = $"courses/{Guid.NewGuid()}/sections/{Guid.NewGuid()}",
            Lesson = new LessonDraft { Title = "One" },
        };
        Assert.Equal("lesson.content", (await RefusalAsync(() => Authoring.CreateLessonAsync(lesson, headers).ResponseAsync)).Field);
        var signIn = new SignInRequest
        {
            Email = "ada@eschool.test",
            Password = "a good one 123",
            TokenDelivery = (TokenDelivery)99,
        };
        var delivery = await RefusalAsync(() => new IdentityService.IdentityServiceClient(fixture.Channel).SignInAsync(signIn).ResponseAsync);
        Assert.Equal(("token_delivery", "UNKNOWN_VALUE", "must be a value of the contract."), (delivery.Field, delivery.Reason, delivery.Description));

        static async Task<Google.Rpc.BadRequest.Types.FieldViolation> RefusalAsync<T>(Func<Task<T>> call) =>
            Assert.Single((await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", call)).GetDetail<Google.Rpc.BadRequest>()!.FieldViolations);
    }

    /// <summary>Postgres has no text with it, so that looking for one would be an error of ours.</summary>
    [Fact]
    public async Task ACodeWithACharacterThatNoTextHas_IsAViolation()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var preview = new PreviewPriceRequest { Course = $"courses/{course.Id}", CouponCode = "a\0b" };
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new OrderService.OrderServiceClient(fixture.Channel).PreviewPriceAsync(preview).ResponseAsync
        );
        var violation = Assert.Single(status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations);
        Assert.Equal(("coupon_code", "FORBIDDEN_CHARACTER"), (violation.Field, violation.Reason));
    }

    [Theory]
    [InlineData(999_999_999_999_999, 0)]
    [InlineData(-999_999_999_999_999, 0)]
    [InlineData(1, -5)]
    [InlineData(1, 2_000_000_000)]
    public async Task ATimeThatIsNone_IsAViolation(long seconds, int nanos)
    {
        var request = new ListAuditEventsRequest
        {
            EndTime = new Timestamp { Seconds = seconds, Nanos = nanos },
        };
        var admin = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new AdministrationService.AdministrationServiceClient(fixture.Channel).ListAuditEventsAsync(request, admin).ResponseAsync
        );
        Assert.Equal("end_time", Assert.Single(status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task AnInstructor_IsFoundByTheNameThatCoursesGive()
    {
        var instructor = await fixture.School.InstructorAsync();
        var service = new InstructorService.InstructorServiceClient(fixture.Channel);
        var byUser = await service.GetInstructorAsync(new GetInstructorRequest { Name = $"users/{instructor.UserId}" });
        Assert.Equal(byUser, await service.GetInstructorAsync(new GetInstructorRequest { Name = $"instructors/{instructor.UserId}" }));
    }

    [Fact]
    public async Task ALessonsKind_NeverChanges_AndTheRefusalSaysSo()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var lesson = new LessonDraft
        {
            Name = $"courses/{course.Id}/lessons/{course.VideoLessonId}",
            Article = new ArticleContent { Markdown = "Read me." },
        };
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "LESSON_KIND_FIXED",
            async () => await Authoring.UpdateLessonAsync(new UpdateLessonRequest { Lesson = lesson }, await fixture.HeadersAsync(course.Instructor))
        );
    }

    [Fact]
    public async Task ACallSentManyTimesAtOnce_HasOneEffectAndOneAnswer()
    {
        var instructor = await fixture.School.InstructorAsync();
        var headers = await fixture.HeadersAsync(instructor);
        var request = new CreateCourseRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Course = new CourseDraft { Title = "Once", Language = "en" },
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Authoring.CreateCourseAsync(request, headers).ResponseAsync));
        Assert.Single(answers.Select(a => a.Course.Name).Distinct());
        Assert.Equal(1, await fixture.School.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));
        request.Course.Title = "Another body";
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED", () => Authoring.CreateCourseAsync(request, headers).ResponseAsync);
    }

    [Fact]
    public async Task ARequestIdInCapitals_IsTheSame()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var request = new CreateCourseRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Course = new CourseDraft { Title = "Once", Language = "en" },
        };
        var first = await Authoring.CreateCourseAsync(request, headers);
        request.RequestId = request.RequestId.ToUpperInvariant();
        Assert.Equal(first.Course.Name, (await Authoring.CreateCourseAsync(request, headers)).Course.Name);
    }

    /// <summary>An editor that saves one field is not stopped by another that is half typed; but nothing is emptied that may not be empty.</summary>
    [Fact]
    public async Task AnUpdate_IsCheckedForWhatItsMaskNames_AndForNothingElse()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var made = new CreateCourseRequest
        {
            Course = new CourseDraft { Title = "Whole", Language = "en" },
        };
        var name = (await Authoring.CreateCourseAsync(made, headers)).Course.Name;
        var halfTyped = new CourseDraft
        {
            Name = name,
            Title = "x",
            Language = "qq-qq",
            Subtitle = "Fine",
        };
        var update = new UpdateCourseRequest
        {
            Course = halfTyped,
            UpdateMask = new FieldMask { Paths = { "subtitle" } },
        };
        var changed = (await Authoring.UpdateCourseAsync(update, headers)).Course;
        Assert.Equal(("Whole", "Fine", "en"), (changed.Title, changed.Subtitle, changed.Language));
        update.UpdateMask.Paths.Add("title");
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Authoring.UpdateCourseAsync(update, headers).ResponseAsync);
        var everything = new UpdateUserRequest
        {
            User = new User { Name = "users/me", DisplayName = "Ada Lovelace" },
            UpdateMask = new FieldMask { Paths = { "*" } },
        };
        var users = new IdentityService.IdentityServiceClient(fixture.Channel);
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => users.UpdateUserAsync(everything, headers).ResponseAsync);
    }

    [Fact]
    public async Task ARefusedCall_MayBeSentAgainUnderItsRequestId()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var request = new CreateSectionRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Parent = $"courses/{Guid.CreateVersion7()}",
            Title = "Nowhere",
        };
        await Status.OfAsync(StatusCode.NotFound, "COURSE_NOT_FOUND", () => Authoring.CreateSectionAsync(request, headers).ResponseAsync);
        await Status.OfAsync(StatusCode.NotFound, "COURSE_NOT_FOUND", () => Authoring.CreateSectionAsync(request, headers).ResponseAsync);
    }

    [Fact]
    public async Task Pages_AreBoundToTheirCallerAndArguments()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        for (var i = 0; i < 3; i++)
        {
            await Authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    Course = new CourseDraft { Title = $"Course {i}", Language = "en" },
                },
                headers
            );
        }

        var first = await Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest { PageSize = 2 }, headers);
        var second = await Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest { PageSize = 2, PageToken = first.NextPageToken }, headers);
        Assert.Equal(["Course 2", "Course 1", "Course 0"], first.Courses.Concat(second.Courses).Select(c => c.Title));
        Assert.Empty(second.NextPageToken);

        var other = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "PAGE_TOKEN_INVALID",
            () => Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest { PageToken = first.NextPageToken }, other).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "PAGE_TOKEN_INVALID",
            () => Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest { PageToken = first.NextPageToken[..^3] + "AAA" }, headers).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest { PageSize = -1 }, headers).ResponseAsync
        );
    }

    [Fact]
    public async Task AnUpdate_ChangesWhatItsMaskNames_AndRefusesAStaleEtag()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var made = (
            await Authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    Course = new CourseDraft
                    {
                        Title = "Before",
                        Summary = "Kept",
                        Language = "en",
                    },
                },
                headers
            )
        ).Course;
        var update = new UpdateCourseRequest
        {
            Course = new CourseDraft
            {
                Name = made.Name,
                Title = "After",
                Etag = made.Etag,
            },
            UpdateMask = new FieldMask { Paths = { "title" } },
        };
        var changed = (await Authoring.UpdateCourseAsync(update, headers)).Course;
        Assert.Equal(("After", "Kept"), (changed.Title, changed.Summary));
        update.Course.Title = "Later";
        await Status.OfAsync(StatusCode.Aborted, "ETAG_STALE", () => Authoring.UpdateCourseAsync(update, headers).ResponseAsync);
        update.Course.Etag = "";
        update.UpdateMask.Paths.Add("state");
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Authoring.UpdateCourseAsync(update, headers).ResponseAsync);
    }

    [Fact]
    public async Task AMask_MayNameEverything_OrAFieldOfAMessage()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var course = (
            await Authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    Course = new CourseDraft
                    {
                        Title = "Before",
                        Summary = "Goes",
                        Language = "en",
                    },
                },
                headers
            )
        ).Course;
        var all = new UpdateCourseRequest
        {
            Course = new CourseDraft
            {
                Name = course.Name,
                Title = "After",
                Language = "de",
            },
            UpdateMask = new FieldMask { Paths = { "*" } },
        };
        var changed = (await Authoring.UpdateCourseAsync(all, headers)).Course;
        Assert.Equal(("After", "", "de"), (changed.Title, changed.Summary, changed.Language));

        var section = (await Authoring.CreateSectionAsync(new CreateSectionRequest { Parent = course.Name, Title = "Everything" }, headers)).Section.Name;
        var article = new ArticleContent { Markdown = "Read me.", MinimumDwellDuration = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)) };
        var lesson = (
            await Authoring.CreateLessonAsync(
                new CreateLessonRequest
                {
                    Parent = section,
                    Lesson = new LessonDraft { Title = "The article", Article = article },
                },
                headers
            )
        ).Lesson;
        var part = new UpdateLessonRequest
        {
            Lesson = new LessonDraft
            {
                Name = lesson.Name,
                Article = new ArticleContent { Markdown = "Read me again." },
            },
            UpdateMask = new FieldMask { Paths = { "article.markdown" } },
        };
        var edited = (await Authoring.UpdateLessonAsync(part, headers)).Lesson;
        Assert.Equal(
            ("The article", "Read me again.", article.MinimumDwellDuration),
            (edited.Title, edited.Article.Markdown, edited.Article.MinimumDwellDuration)
        );
        part.UpdateMask.Paths[0] = "video.asset";
        part.Lesson.Video = new VideoContent();
        await Status.OfAsync(StatusCode.InvalidArgument, "LESSON_KIND_FIXED", () => Authoring.UpdateLessonAsync(part, headers).ResponseAsync);
    }

    [Fact]
    public async Task AVerb_ThatWasSentAnOldEtag_IsRefused()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var read = (
            await Authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    Course = new CourseDraft { Title = "Read", Language = "en" },
                },
                headers
            )
        ).Course;
        var price = new SetPriceRequest
        {
            Name = read.Name,
            Price = new Money { CurrencyCode = "EUR", Units = 49 },
            Etag = read.Etag,
        };
        Assert.Equal(49, (await Authoring.SetPriceAsync(price, headers)).Course.Price.Units);
        await Status.OfAsync(StatusCode.Aborted, "ETAG_STALE", () => Authoring.SetPriceAsync(price, headers).ResponseAsync);
        await Status.OfAsync(
            StatusCode.Aborted,
            "ETAG_STALE",
            () => Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = read.Name, Etag = read.Etag }, headers).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.Aborted,
            "ETAG_STALE",
            () => Authoring.PublishCourseAsync(new PublishCourseRequest { Name = read.Name, Etag = read.Etag }, headers).ResponseAsync
        );
    }

    [Theory]
    [InlineData("JPY", 100, 500_000_000)]
    [InlineData("EUR", 1, 5_000_000)]
    [InlineData("KWD", 1, 100_000)]
    [InlineData("XXX", 1, 0)]
    [InlineData("EUR", 1, -10_000_000)]
    public async Task Money_FinerThanItsCurrency_IsRefused(string currency, long units, int nanos)
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var course = (
            await Authoring.CreateCourseAsync(
                new CreateCourseRequest
                {
                    Course = new CourseDraft { Title = "Priced", Language = "en" },
                },
                headers
            )
        ).Course.Name;
        var request = new SetPriceRequest
        {
            Name = course,
            Price = new Money
            {
                CurrencyCode = currency,
                Units = units,
                Nanos = nanos,
            },
        };
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Authoring.SetPriceAsync(request, headers).ResponseAsync);
    }

    [Fact]
    public async Task APayout_WithoutARequestId_IsRefused()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var request = new RequestPayoutRequest
        {
            Amount = new Money { CurrencyCode = "EUR", Units = 50 },
        };
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new EarningsService.EarningsServiceClient(fixture.Channel).RequestPayoutAsync(request, headers).ResponseAsync
        );
    }

    [Fact]
    public async Task AMessageBeyondTheLimit_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() =>
            new CatalogService.CatalogServiceClient(fixture.Channel)
                .SearchCoursesAsync(new SearchCoursesRequest { Query = new string('x', 300 * 1024) })
                .ResponseAsync
        );
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    [Fact]
    public async Task Health_IsServed() =>
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await new Health.HealthClient(fixture.Channel).CheckAsync(new HealthCheckRequest())).Status
        );
}
