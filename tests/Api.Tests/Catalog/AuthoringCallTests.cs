using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ESchool.Api.Tests.Catalog;

/// <summary>What authors and reviewers send, as a client sends it: masks that name what was not sent, texts of any form, calls that are sent again.</summary>
public sealed class AuthoringCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    [Fact]
    public async Task AFieldThatIsNamedAndNotSent_IsAbsent_AndNotZero()
    {
        var (headers, lesson) = await VideoLessonAsync();
        var named = new UpdateLessonRequest
        {
            Lesson = new LessonDraft { Name = lesson.Name, Video = new VideoContent() },
            UpdateMask = new FieldMask { Paths = { "video.completion_threshold_basis_points" } },
        };
        Assert.Equal(9_500, (await Authoring.UpdateLessonAsync(named, headers)).Lesson.Video.CompletionThresholdBasisPoints);
        named.Lesson.Video = null;
        Assert.Equal(9_500, (await Authoring.UpdateLessonAsync(named, headers)).Lesson.Video.CompletionThresholdBasisPoints);
    }

    [Theory]
    [InlineData("video")]
    [InlineData("article")]
    [InlineData("title,article")]
    [InlineData("article,video")]
    public async Task ALesson_IsNeverWithoutContent(string mask)
    {
        var (headers, lesson) = await VideoLessonAsync();
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () =>
                Authoring
                    .UpdateLessonAsync(
                        new UpdateLessonRequest
                        {
                            Lesson = new LessonDraft { Name = lesson.Name, Title = "Anew" },
                            UpdateMask = new FieldMask { Paths = { mask.Split(',') } },
                        },
                        headers
                    )
                    .ResponseAsync
        );
    }

    [Fact]
    public async Task AnAutosave_ThatIsSentAgain_Succeeds_AndAnotherFromTheSameReadingDoesNot()
    {
        var (headers, lesson) = await VideoLessonAsync();
        var save = new UpdateLessonRequest
        {
            Lesson = new LessonDraft
            {
                Name = lesson.Name,
                Etag = lesson.Etag,
                Title = "Saved",
            },
            UpdateMask = new FieldMask { Paths = { "title" } },
        };
        var saved = (await Authoring.UpdateLessonAsync(save, headers)).Lesson;
        Assert.Equal(saved, (await Authoring.UpdateLessonAsync(save, headers)).Lesson);
        save.Lesson.Title = "Something else";
        await Status.OfAsync(StatusCode.Aborted, "ETAG_STALE", () => Authoring.UpdateLessonAsync(save, headers).ResponseAsync);
    }

    [Fact]
    public async Task ATextOfTwoForms_IsOneText()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var course = await CreateAsync(
            headers,
            new CourseDraft
            {
                Title = "Le cafe\u0301",
                Language = "fr",
                Tags = { "cafe\u0301", "caf\u00E9" },
            }
        );
        Assert.Equal(("Le caf\u00E9", "caf\u00E9"), (course.Title, Assert.Single(course.Tags)));
    }

    [Fact]
    public async Task ATextOfFewCharacters_IsNotABook()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () =>
                CreateAsync(
                    headers,
                    new CourseDraft { Title = string.Concat(Enumerable.Repeat("\u1100\u1161\u11A8\u11A8\u11A8\u11A8\u11A8\u11A8", 100)), Language = "ko" }
                )
        );
        Assert.Equal("course.title", Assert.Single(status.GetDetail<Google.Rpc.BadRequest>().FieldViolations).Field);
    }

    [Fact]
    public async Task Lists_LeaveOutWhatIsLong()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var course = await CreateAsync(
            headers,
            new CourseDraft
            {
                Title = "Compilers",
                Language = "en",
                Description = "All of it.",
                Objectives = { "Parse" },
            }
        );
        Assert.Equal("All of it.", course.Description);
        var listed = Assert.Single((await Authoring.ListOwnCoursesAsync(new ListOwnCoursesRequest(), headers)).Courses);
        Assert.Equal(("Compilers", "", 0), (listed.Title, listed.Description, listed.Objectives.Count));
        Assert.Equal(AuthorRole.Owner, listed.CallerRole);
    }

    [Fact]
    public async Task AReviewer_DecidesOnWhatTheyRead()
    {
        var admin = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var (headers, lesson) = await VideoLessonAsync();
        var course = lesson.Name.Split("/lessons/")[0];
        await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = course }, headers);
        var read = (await Authoring.GetSubmittedCourseAsync(new GetSubmittedCourseRequest { Name = course }, admin)).Course;
        await Authoring.WithdrawSubmissionAsync(new WithdrawSubmissionRequest { Name = course }, headers);
        await Authoring.UpdateCourseAsync(
            new UpdateCourseRequest
            {
                Course = new CourseDraft { Name = course, Title = "Something else" },
            },
            headers
        );
        await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = course }, headers);
        var decision = new ReviewCourseRequest
        {
            Name = course,
            Etag = read.Etag,
            Decision = ReviewCourseRequest.Types.Decision.Approve,
        };
        var administration = new AdministrationService.AdministrationServiceClient(fixture.Channel);
        await Status.OfAsync(StatusCode.Aborted, "ETAG_STALE", () => administration.ReviewCourseAsync(decision, admin).ResponseAsync);
        decision.Etag = (await Authoring.GetSubmittedCourseAsync(new GetSubmittedCourseRequest { Name = course }, admin)).Course.Etag;
        await administration.ReviewCourseAsync(decision, admin);
    }

    [Fact]
    public async Task APublicAnswer_IsNotGivenToAnotherQuestion()
    {
        await fixture.School.PublishedCourseAsync(price: new Domain.Money(0, "EUR"));
        await fixture.School.PublishedCourseAsync();
        var catalog = new CatalogService.CatalogServiceClient(fixture.Channel);
        var all = await catalog.SearchCoursesAsync(new SearchCoursesRequest { PageSize = 200 });
        var paid = await catalog.SearchCoursesAsync(new SearchCoursesRequest { PageSize = 200, Free = false });
        Assert.Contains(all.Courses, course => course.Price.Units == 0);
        Assert.DoesNotContain(paid.Courses, course => course.Price.Units == 0);
    }

    private async Task<(Metadata Headers, LessonDraft Lesson)> VideoLessonAsync()
    {
        var instructor = await fixture.School.InstructorAsync();
        var headers = await fixture.HeadersAsync(instructor);
        var asset = await fixture.School.ReadyAssetAsync(instructor, 60);
        var course = await CreateAsync(headers, new CourseDraft { Title = "Compilers", Language = "en" });
        var section = (await Authoring.CreateSectionAsync(new CreateSectionRequest { Parent = course.Name, Title = "All" }, headers)).Section;
        var lesson = new LessonDraft
        {
            Title = "Parsing",
            Required = true,
            Video = new VideoContent { Asset = $"assets/{asset.Id}", CompletionThresholdBasisPoints = 5_000 },
        };
        await Authoring.SetPriceAsync(
            new SetPriceRequest
            {
                Name = course.Name,
                Price = new() { CurrencyCode = "EUR", Units = 10 },
            },
            headers
        );
        return (headers, (await Authoring.CreateLessonAsync(new CreateLessonRequest { Parent = section.Name, Lesson = lesson }, headers)).Lesson);
    }

    private async Task<CourseDraft> CreateAsync(Metadata headers, CourseDraft course) =>
        (await Authoring.CreateCourseAsync(new CreateCourseRequest { Course = course }, headers)).Course;
}
