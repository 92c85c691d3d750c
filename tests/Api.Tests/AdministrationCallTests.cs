using ESchool.Application.Administration;
using ESchool.Application.Work;
using ESchool.Contracts.Administration.V1;
using ESchool.Data.Outbox;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Frame = ESchool.Contracts.Administration.V1.WatchOverviewResponse.FrameOneofCase;
using Letter = ESchool.Data.Outbox.DeadLetter;

namespace ESchool.Api.Tests;

/// <summary>What administrators do, over the wire.</summary>
public sealed class AdministrationCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AdministrationService.AdministrationServiceClient Administration => new(fixture.Channel);

    [Fact]
    public async Task DeadLetters_AreRequeuedOnce_HoweverOftenTheCallIsSent()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var (letter, absent) = (await LetterAsync(), $"deadLetters/{Guid.CreateVersion7()}");
        var request = new RequeueDeadLettersRequest { RequestId = Guid.NewGuid().ToString(), Names = { letter, absent } };
        var response = await Administration.RequeueDeadLettersAsync(request, headers);
        Assert.Equal([letter], response.Requeued);
        Assert.Equal((absent, SkippedDeadLetter.Types.Obstacle.NotFound), Assert.Single(response.Skipped) is var s ? (s.DeadLetter, s.Obstacle) : default);
        Assert.Equal(response, await Administration.RequeueDeadLettersAsync(request, headers));
        Assert.Equal(1, await fixture.School.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.DeduplicationKey == letter)));
        var kept = (await Administration.GetDeadLetterAsync(new GetDeadLetterRequest { Name = letter }, headers)).DeadLetter;
        Assert.Equal((Contracts.Administration.V1.DeadLetter.Types.State.Requeued, TranscodeWork.Kind, 11), (kept.State, kept.Kind, kept.TryCount));
        Assert.NotNull(kept.SettleTime);
        Assert.StartsWith("users/", kept.SettledBy, StringComparison.Ordinal);
        var discarded = await Administration.DiscardDeadLettersAsync(new DiscardDeadLettersRequest { Names = { letter }, Reason = "No." }, headers);
        Assert.Equal(SkippedDeadLetter.Types.Obstacle.Requeued, Assert.Single(discarded.Skipped).Obstacle);
    }

    [Fact]
    public async Task DeadLetters_AreNamed_OrOfAKind_NotBoth()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var letter = await LetterAsync();
        foreach (
            var request in new[]
            {
                new RequeueDeadLettersRequest(),
                new RequeueDeadLettersRequest { Names = { letter }, Kind = TranscodeWork.Kind },
                new RequeueDeadLettersRequest { Names = { "deadLetters/1" } },
                new RequeueDeadLettersRequest { Names = { letter, "" } },
                new RequeueDeadLettersRequest { Names = { Enumerable.Repeat(letter, 201) } },
            }
        )
        {
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", async () => await Administration.RequeueDeadLettersAsync(request, headers));
        }

        var unread = (await Administration.GetDeadLetterAsync(new GetDeadLetterRequest { Name = letter }, headers)).DeadLetter;
        Assert.Equal(Contracts.Administration.V1.DeadLetter.Types.State.Waiting, unread.State);
        Assert.Contains(
            letter,
            (
                await Administration.ListDeadLettersAsync(
                    new ListDeadLettersRequest { Kind = TranscodeWork.Kind, State = Contracts.Administration.V1.DeadLetter.Types.State.Waiting },
                    headers
                )
            ).DeadLetters.Select(one => one.Name)
        );
    }

    [Fact]
    public async Task TheOverview_HasEveryQueue_ThirtyDays_AndWhatTheReplicaNeeds()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var overview = (await Administration.GetOverviewAsync(new GetOverviewRequest { TimeZone = "Asia/Tokyo" }, headers)).Overview;
        Assert.Equal(Enum.GetValues<Queue.Types.Kind>().Skip(1), overview.Queues.Select(queue => queue.Kind));
        var tokyo = TimeZoneInfo.ConvertTime(overview.ReadTime.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        Assert.Equal((30, tokyo.Day), (overview.Days.Count, overview.Days[^1].Date.Day));
        Assert.Equal([("database", true)], overview.Dependencies.Select(one => (one.Component, one.Healthy)));
        foreach (var zone in new[] { "Mars/Olympus", "W. Europe Standard Time", new string('a', 65) })
        {
            await Status.OfAsync(
                StatusCode.InvalidArgument,
                "REQUEST_INVALID",
                async () => await Administration.GetOverviewAsync(new GetOverviewRequest { TimeZone = zone }, headers)
            );
        }
    }

    [Fact]
    public async Task AWatchedOverview_ComesAtOnce_AndWhenItChanges_AndEndsWithTheRole()
    {
        var (admin, other) = (await fixture.School.AdminAsync(), await fixture.School.AdminAsync());
        using var call = Administration.WatchOverview(new WatchOverviewRequest(), await fixture.HeadersAsync(admin));
        var before = await NextAsync();
        Assert.True(before.OpenStreamCount >= 1);
        await LetterAsync();
        var after = await NextAsync();
        while (WaitingIn(after) == WaitingIn(before))
        {
            after = await NextAsync();
        }

        Assert.Equal(WaitingIn(before) + 1, WaitingIn(after));
        await fixture.School.DoAsync<RevokeRole>(r => r.ExecuteAsync(other, admin.UserId, Roles.Admin, CancellationToken.None));
        await Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            async () =>
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                    // What was on its way.
                }
            }
        );

        async Task<Overview> NextAsync()
        {
            do
            {
                Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            } while (call.ResponseStream.Current.FrameCase != Frame.Overview);
            return call.ResponseStream.Current.Overview;
        }
    }

    [Fact]
    public async Task AUsersRecord_AndNotes_GoOverTheWire()
    {
        var (admin, student) = (await fixture.School.AdminAsync(), await fixture.School.StudentAsync());
        var (headers, name) = (await fixture.HeadersAsync(admin), $"users/{student.UserId}");
        await fixture.School.EnrollmentAsync(student, await fixture.School.PublishedCourseAsync());
        var request = new CreateUserNoteRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Parent = name,
            Text = "Called\ntwice.",
        };
        var note = (await Administration.CreateUserNoteAsync(request, headers)).Note;
        Assert.Equal(note, (await Administration.CreateUserNoteAsync(request, headers)).Note);
        Assert.Equal(($"users/{admin.UserId}", "Called\ntwice."), (note.Author, note.Text));
        var record = await Administration.GetUserRecordAsync(new GetUserRecordRequest { Name = name }, headers);
        Assert.Equal((name, 1, 1), (record.User.Name, record.OpenSessionCount, record.EnrollmentCount));
        Assert.Equal([note], record.Notes);
        Assert.Equal(
            record.Enrollments,
            (await Administration.ListUserEnrollmentsAsync(new ListUserEnrollmentsRequest { Parent = name }, headers)).Enrollments
        );
        await Administration.DeleteUserNoteAsync(new DeleteUserNoteRequest { Name = note.Name }, headers);
        Assert.Empty((await Administration.ListUserNotesAsync(new ListUserNotesRequest { Parent = name }, headers)).Notes);
        await Status.OfAsync(
            StatusCode.NotFound,
            "USER_NOT_FOUND",
            async () => await Administration.GetUserRecordAsync(new GetUserRecordRequest { Name = $"users/{Guid.CreateVersion7()}" }, headers)
        );
    }

    [Fact]
    public async Task OrdersAreFound_OnlyByWhatCanBe()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        foreach (
            var request in new[]
            {
                new FindOrdersRequest { Student = "users/1" },
                new FindOrdersRequest { Email = "nobody" },
                new FindOrdersRequest { Course = "bundles/1" },
                new FindOrdersRequest { StripeId = "cus_1" },
                new FindOrdersRequest { State = (OrderRecord.Types.State)99 },
                new FindOrdersRequest
                {
                    StartTime = new() { Seconds = 2 },
                    EndTime = new() { Seconds = 1 },
                },
                new FindOrdersRequest { PageSize = -1 },
            }
        )
        {
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", async () => await Administration.FindOrdersAsync(request, headers));
        }

        Assert.Empty((await Administration.FindOrdersAsync(new FindOrdersRequest { StripeId = "ch_1" }, headers)).Orders);
    }

    private static int WaitingIn(Overview overview) => overview.Queues.Single(queue => queue.Kind == Queue.Types.Kind.DeadLetters).Count;

    private async Task<string> LetterAsync()
    {
        var letter = new Letter(TranscodeWork.Kind, "{}", Guid.NewGuid().ToString(), 11, "Exception: No.", fixture.School.Clock.GetUtcNow());
        await fixture.School.SaveAsync(letter);
        return $"deadLetters/{letter.Id}";
    }
}
