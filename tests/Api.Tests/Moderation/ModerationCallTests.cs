using System.Net;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests.Moderation;

/// <summary>Reports and decisions over the wire, and that they take effect at every replica.</summary>
public sealed class ModerationCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ModerationService.ModerationServiceClient Moderation => new(fixture.Channel);

    [Fact]
    public async Task AReport_SentAgain_IsOneReport_AndWhatItSaysIsChecked()
    {
        var (course, reporter) = (await fixture.School.PublishedCourseAsync(), await fixture.School.StudentAsync());
        var headers = await fixture.HeadersAsync(reporter);
        var request = ReportOf($"courses/{course.Id}");
        var first = await Moderation.CreateReportAsync(request, headers);
        Assert.Equal(first, await Moderation.CreateReportAsync(request, headers));
        Assert.Equal(first.Report.Name, Assert.Single((await Moderation.ListOwnReportsAsync(new ListOwnReportsRequest(), headers)).Reports).Name);
        var exists = await Status.OfAsync(
            StatusCode.AlreadyExists,
            "REPORT_EXISTS",
            () => Moderation.CreateReportAsync(ReportOf(request.Target), headers).ResponseAsync
        );
        Assert.Equal(first.Report.Name, exists.GetDetail<Google.Rpc.ErrorInfo>().Metadata["report"]);
        foreach (var wrong in new[] { "courses/1", $"courses/{course.Id}/lessons/{course.Id}", $"conversations/{course.Id}/messages/0", "users/me" })
        {
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Moderation.CreateReportAsync(ReportOf(wrong), headers).ResponseAsync);
        }

        var empty = new CreateReportRequest { Target = request.Target };
        var refused = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Moderation.CreateReportAsync(empty, headers).ResponseAsync);
        Assert.Equal(["category", "text"], refused.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(v => v.Field).Order());
    }

    [Fact]
    public async Task ARuling_ThatDoesNotHoldTogether_IsRefused()
    {
        var (admin, caseName) = await ClaimedAsync($"courses/{(await fixture.School.PublishedCourseAsync()).Id}");
        (Ruling Ruling, string[] Fields)[] wrong =
        [
            (new Ruling { Act = ModerationAct.Hide }, ["ruling.clause", "ruling.facts", "ruling.ground"]),
            (new Ruling { Act = ModerationAct.None, Ground = DecisionGround.Law }, ["ruling.ground"]),
            (RulingOf(ModerationAct.Hide, SuspensionScope.SaleOnly), ["ruling.scope"]),
            (new Ruling(RulingOf(ModerationAct.Warn)) { Unfounded = true }, ["ruling.unfounded"]),
        ];
        foreach (var (ruling, fields) in wrong)
        {
            var refused = await Status.OfAsync(
                StatusCode.InvalidArgument,
                "REQUEST_INVALID",
                () => Moderation.ResolveCaseAsync(new ResolveCaseRequest { Name = caseName, Ruling = ruling }, admin).ResponseAsync
            );
            Assert.Equal(fields, refused.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(v => v.Field).Order());
        }

        var unfit = await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "ACT_NOT_ALLOWED",
            () => Moderation.ResolveCaseAsync(new ResolveCaseRequest { Name = caseName, Ruling = RulingOf(ModerationAct.Suspend) }, admin).ResponseAsync
        );
        Assert.Equal("TARGET_KIND_COURSE", unfit.GetDetail<Google.Rpc.ErrorInfo>().Metadata["kind"]);
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => Moderation.ClaimCaseAsync(new ClaimCaseRequest { Name = caseName, TakeOver = true }, admin).ResponseAsync
        );
    }

    [Fact]
    public async Task SuspendingAUserByACase_NeedsAFreshProof_AndEndsTheirStreamsAtEveryReplica()
    {
        await using var second = await SchoolProcess.StartApiAsync(fixture.School.Database);
        using var secondChannel = GrpcChannel.ForAddress(second.Grpc!);
        var (instructor, reviewer) = (await fixture.School.InstructorAsync(), await fixture.School.AdminAsync());
        var headers = await fixture.HeadersAsync(reviewer);
        var opened = await Moderation.OpenCaseAsync(new OpenCaseRequest { Target = $"users/{instructor.UserId}", Note = "Seen by chance." }, headers);
        var request = new ResolveCaseRequest { Name = opened.Case.Name, Ruling = RulingOf(ModerationAct.Suspend) };
        await MoveProofAsync(reviewer, TimeSpan.FromMinutes(-11));
        await Status.OfAsync(StatusCode.PermissionDenied, "STEP_UP_REQUIRED", () => Moderation.ResolveCaseAsync(request, headers).ResponseAsync);
        await MoveProofAsync(reviewer, TimeSpan.FromMinutes(11));
        using var watch = new NotificationService.NotificationServiceClient(secondChannel).Watch(new WatchRequest(), await fixture.HeadersAsync(instructor));
        await watch.ResponseHeadersAsync;
        var ended = Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            async () =>
            {
                while (await watch.ResponseStream.MoveNext(CancellationToken.None)) { }
            }
        );
        await Moderation.ResolveCaseAsync(request, headers);
        await ended.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ACourseClosedForItsStudents_StopsPlaying_AndGoesOnWhenItIsReinstated()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var (course, student) = (await fixture.School.PublishedCourseAsync(), await fixture.School.StudentAsync());
        var enrollmentId = await fixture.School.EnrollmentAsync(student, course);
        var player = new PlaybackService.PlaybackServiceClient(fixture.Channel);
        var request = new CreatePlaybackRequest { Lesson = $"enrollments/{enrollmentId}/lessons/{course.VideoLessonId}" };
        var headers = await fixture.HeadersAsync(student);
        var playback = await player.CreatePlaybackAsync(request, headers);
        var folder = new Uri(fixture.Api.Web, new Uri(new Uri(playback.MasterPlaylistUrl), ".").AbsolutePath);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], await PlayAsync());
        var administration = new AdministrationService.AdministrationServiceClient(fixture.Channel);
        var admin = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var suspend = new SuspendCourseRequest
        {
            Name = $"courses/{course.Id}",
            Reason = "Copied.",
            Scope = SuspensionScope.SaleAndAccess,
        };
        await administration.SuspendCourseAsync(suspend, admin);
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], await PlayAsync());
        var refused = await Status.OfAsync(StatusCode.FailedPrecondition, "COURSE_SUSPENDED", () => player.CreatePlaybackAsync(request, headers).ResponseAsync);
        Assert.False(refused.GetDetail<Google.Rpc.ErrorInfo>().Metadata.ContainsKey("suspend_reason"));
        await administration.ReinstateCourseAsync(new ReinstateCourseRequest { Name = suspend.Name }, admin);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], await PlayAsync());

        async Task<HttpStatusCode[]> PlayAsync()
        {
            var codes = new List<HttpStatusCode>();
            foreach (var file in new[] { "240p.m3u8", "240p/0.ts" })
            {
                using var answer = await http.GetAsync(new Uri(folder, file));
                codes.Add(answer.StatusCode);
            }

            return [.. codes];
        }
    }

    [Fact]
    public async Task ARemovedMessage_IsToldToOpenStreams_AtAnotherReplica()
    {
        await using var second = await SchoolProcess.StartApiAsync(fixture.School.Database);
        using var secondChannel = GrpcChannel.ForAddress(second.Grpc!);
        var (student, instructor, conversation) = await fixture.TalkingAsync();
        var (name, chat) = ($"conversations/{conversation}", new ChatService.ChatServiceClient(fixture.Channel));
        await chat.SendMessageAsync(
            new SendMessageRequest
            {
                Conversation = name,
                ClientMessageId = Guid.NewGuid().ToString(),
                Text = "Pay me directly.",
            },
            await fixture.HeadersAsync(instructor)
        );
        using var reading = new ChatService.ChatServiceClient(secondChannel).Subscribe(
            new SubscribeRequest { Conversation = name },
            await fixture.HeadersAsync(student)
        );
        Assert.Equal("Pay me directly.", (await NextAsync(SubscribeResponse.FrameOneofCase.Message)).Message.Text);
        await Moderation.CreateReportAsync(ReportOf($"{name}/messages/1"), await fixture.HeadersAsync(student));
        var (admin, caseName) = await ClaimedAsync($"{name}/messages/1");
        await Moderation.ResolveCaseAsync(new ResolveCaseRequest { Name = caseName, Ruling = RulingOf(ModerationAct.Hide) }, admin);
        var changed = (await NextAsync(SubscribeResponse.FrameOneofCase.Changed)).Changed;
        Assert.Equal((1, "", $"users/{instructor.UserId}"), (changed.Sequence, changed.Text, changed.Sender));
        Assert.NotNull(changed.RemoveTime);
        var listed = await chat.ListMessagesAsync(new ListMessagesRequest { Conversation = name }, await fixture.HeadersAsync(student));
        Assert.Equal(changed, Assert.Single(listed.Messages));

        async Task<SubscribeResponse> NextAsync(SubscribeResponse.FrameOneofCase wanted)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await reading.ResponseStream.MoveNext(patience.Token))
            {
                if (reading.ResponseStream.Current.FrameCase == wanted)
                {
                    return reading.ResponseStream.Current;
                }
            }

            throw new InvalidOperationException($"The stream ended before {wanted}.");
        }
    }

    private static CreateReportRequest ReportOf(string target) =>
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Target = target,
            Category = ReportCategory.Fraud,
            Text = "It cheats.",
        };

    private static Ruling RulingOf(ModerationAct act, SuspensionScope scope = SuspensionScope.Unspecified) =>
        new()
        {
            Act = act,
            Scope = scope,
            Ground = DecisionGround.Terms,
            Clause = "4.2",
            Facts = "It cheats people.",
        };

    /// <summary>A new administrator's headers, and the case about a target, which they hold.</summary>
    private async Task<(Metadata Admin, string Case)> ClaimedAsync(string target)
    {
        var admin = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        return (admin, (await Moderation.OpenCaseAsync(new OpenCaseRequest { Target = target, Note = "Seen by chance." }, admin)).Case.Name);
    }

    private Task MoveProofAsync(Actor actor, TimeSpan by) =>
        fixture.School.ReadAsync(db =>
            db.Sessions.Where(s => s.Id == actor.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, s => s.AuthenticatedAt + by))
        );
}
