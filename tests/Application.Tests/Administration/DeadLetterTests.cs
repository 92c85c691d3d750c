using System.Text.Json;
using ESchool.Application.Administration;
using ESchool.Application.Administration.DeadLetters;
using ESchool.Application.Notifications.Feed;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data.Outbox;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration;

/// <summary>Work that failed for good is requeued once or discarded, and stays as history.</summary>
public sealed class DeadLetterTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ALetter_IsRequeued_WithItsPayload_AndStaysAsHistory()
    {
        var (admin, letter) = (await school.AdminAsync(), await LetterAsync());
        var settled = await RequeueAsync(admin, letter);
        Assert.Equal([letter], settled.Done);
        var request = Assert.Single(await RequestsOfAsync(letter));
        Assert.Equal((TranscodeWork.Kind, null), (request.Kind, request.SentAt));
        Assert.Equal(PayloadOf(letter), JsonSerializer.Deserialize<TranscodeWork>(request.Payload));
        var kept = await ReadAsync(letter);
        Assert.Equal((DeadLetterState.Requeued, admin.UserId, 11), (kept.State, kept.SettledBy, kept.Tries));
        Assert.NotNull(kept.SettledAt);
        Assert.Equal(["dead_letter.requeue"], await ActsOnAsync(letter));
    }

    [Fact]
    public async Task ALetterThatWasSettled_IsNotSettledAgain_AndTheAnswerSaysWhy()
    {
        var admin = await school.AdminAsync();
        var (requeued, discarded, absent) = (await LetterAsync(), await LetterAsync(), Guid.NewGuid());
        await RequeueAsync(admin, requeued);
        await DiscardAsync(admin, "Not needed.", discarded);
        var again = await RequeueAsync(admin, requeued, discarded, absent);
        Assert.Empty(again.Done);
        Assert.Equal(
            [(absent, LetterObstacle.NotFound), (requeued, LetterObstacle.Requeued), (discarded, LetterObstacle.Discarded)],
            again.Skipped.OrderBy(skipped => skipped.Obstacle)
        );
        Assert.Equal((1, 0), ((await RequestsOfAsync(requeued)).Count, (await RequestsOfAsync(discarded)).Count));
        Assert.Equal((DeadLetterState.Discarded, "Not needed."), await ReadAsync(discarded) is var kept ? (kept.State, kept.DiscardReason) : default);
    }

    [Fact]
    public async Task AdministratorsAtOnce_RequeueEachLetterOnce()
    {
        var admin = await school.AdminAsync();
        var letters = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            letters.Add(await LetterAsync());
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => RequeueAsync(admin, [.. i % 2 == 0 ? letters : letters.AsEnumerable().Reverse()])));
        Assert.Equal(letters, answers.SelectMany(a => a.Done).Order());
        foreach (var letter in letters)
        {
            Assert.Single(await RequestsOfAsync(letter));
            Assert.Single(await ActsOnAsync(letter));
        }
    }

    [Fact]
    public async Task LettersOfAKind_AreRequeuedTogether_TwoHundredAtATime()
    {
        await using var own = await TestSchool.OpenAsync();
        var admin = await own.AdminAsync();
        await own.DoAsync<Data.SchoolDbContext>(async db =>
        {
            db.DeadLetters.AddRange(Enumerable.Range(0, 201).Select(i => Letter(TranscodeWork.Kind, """{"AssetId":"00000000-0000-0000-0000-000000000001"}""")));
            db.DeadLetters.Add(Letter(AvatarWork.Kind, "{}"));
            await db.SaveChangesAsync();
        });
        var first = await RequeueKindAsync();
        var second = await RequeueKindAsync();
        Assert.Equal((200, true), (first.Done.Count, first.More));
        Assert.Equal((1, false), (second.Done.Count, second.More));
        Assert.Equal(
            [AvatarWork.Kind],
            await own.ReadAsync(db => db.DeadLetters.Where(d => d.State == DeadLetterState.Waiting).Select(d => d.Kind).ToListAsync())
        );

        Task<SettledLetters> RequeueKindAsync() =>
            own.DoAsync<RequeueDeadLetters, SettledLetters>(r => r.ExecuteAsync(admin, new LetterSelection([], TranscodeWork.Kind), CancellationToken.None));
    }

    [Fact]
    public async Task WhatARecurringJobLeft_CannotBeRequeued_ButDiscarded()
    {
        var (admin, letter) = (await school.AdminAsync(), await LetterAsync("SealLedger", "{}"));
        Assert.Equal([(letter, LetterObstacle.Recurring)], (await RequeueAsync(admin, letter)).Skipped);
        Assert.Equal(DeadLetterState.Waiting, (await ReadAsync(letter)).State);
        Assert.Empty(await ActsOnAsync(letter));
        Assert.Equal([letter], (await DiscardAsync(admin, "Repaired.", letter)).Done);
    }

    [Fact]
    public async Task ABatchOfNotifications_WaitsInTheOutboxAgain_AndIsAddedOnce()
    {
        var (admin, user) = (await school.AdminAsync(), await school.StudentAsync());
        var request = new OutboxMessage(
            FeedEventWork.One,
            JsonSerializer.Serialize(FeedEventWork.Of(user.UserId, new CourseCompleted(Guid.NewGuid()))),
            Guid.NewGuid().ToString(),
            school.Clock.GetUtcNow()
        );
        await school.SaveAsync(request);
        await school.ReadAsync(db =>
            db.OutboxMessages.Where(m => m.Id == request.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, DateTimeOffset.UtcNow))
        );
        var (letter, gone) = (
            await LetterAsync(FeedEventWork.Batch, JsonSerializer.Serialize(new[] { request.Id })),
            await LetterAsync(FeedEventWork.Batch, JsonSerializer.Serialize(new[] { Guid.NewGuid() }))
        );
        var settled = await RequeueAsync(admin, letter, gone);
        Assert.Equal([letter], settled.Done);
        Assert.Equal([(gone, LetterObstacle.Expired)], settled.Skipped);
        Assert.Null(await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Id == request.Id).Select(m => m.SentAt).SingleAsync()));
        await school.DoAsync<PublishUserEvents>(p => p.ExecuteAsync([request.Id], CancellationToken.None));
        await school.DoAsync<PublishUserEvents>(p => p.ExecuteAsync([request.Id], CancellationToken.None));
        Assert.Equal(1, await school.ReadAsync(db => db.UserEvents.CountAsync(e => e.UserId == user.UserId)));
    }

    [Fact]
    public async Task AJobThatDiesAgain_LeavesANewLetter_OnceTheFirstIsSettled()
    {
        var (admin, letter) = (await school.AdminAsync(), await LetterAsync());
        var job = (await ReadAsync(letter)).JobId;
        await Assert.ThrowsAsync<DbUpdateException>(() => school.SaveAsync(Letter(TranscodeWork.Kind, "{}", job)));
        await RequeueAsync(admin, letter);
        await school.SaveAsync(Letter(TranscodeWork.Kind, "{}", job));
        Assert.Equal(2, await school.ReadAsync(db => db.DeadLetters.CountAsync(d => d.JobId == job)));
    }

    [Fact]
    public async Task Letters_AreListedNewestFirst_ByKindAndState()
    {
        await using var own = await TestSchool.OpenAsync();
        var admin = await own.AdminAsync();
        var letters = new List<DeadLetter>();
        for (var i = 0; i < 5; i++)
        {
            own.Clock.Advance(TimeSpan.FromSeconds(1));
            letters.Add(new DeadLetter(i == 2 ? AvatarWork.Kind : TranscodeWork.Kind, "{}", $"{i}", 1, "Exception: No.", own.Clock.GetUtcNow()));
            await own.SaveAsync(letters[i]);
        }

        await own.DoAsync<DiscardDeadLetters>(d => d.ExecuteAsync(admin, new LetterSelection([letters[4].Id], ""), "No.", CancellationToken.None));
        var first = await ListAsync(new DeadLetterFilter(null, null), null);
        var second = await ListAsync(new DeadLetterFilter(null, null), first.Next);
        Assert.Equal([4, 3, 2, 1], first.Items.Concat(second.Items).Select(d => letters.FindIndex(one => one.Id == d.Id)));
        Assert.Equal([3, 1], (await ListAsync(new DeadLetterFilter(TranscodeWork.Kind, DeadLetterState.Waiting), null)).Items.Select(d => int.Parse(d.JobId)));
        Assert.Equal("4", Assert.Single((await ListAsync(new DeadLetterFilter(null, DeadLetterState.Discarded), null)).Items).JobId);
        await Refused.WithAsync(
            AdministrationReasons.DeadLetterNotFound,
            () => own.DoAsync<GetDeadLetter, DeadLetter>(g => g.ExecuteAsync(Guid.NewGuid(), CancellationToken.None))
        );

        Task<Page<DeadLetter>> ListAsync(DeadLetterFilter filter, string? after) =>
            own.DoAsync<ListDeadLetters, Page<DeadLetter>>(l => l.ExecuteAsync(filter, new PageRequest(2, after), CancellationToken.None));
    }

    private static TranscodeWork PayloadOf(Guid seed) => new(seed);

    private DeadLetter Letter(string kind, string payload, string? job = null) =>
        new(kind, payload, job ?? Guid.NewGuid().ToString(), 11, "InvalidOperationException: No.", school.Clock.GetUtcNow());

    private async Task<Guid> LetterAsync(string? kind = null, string? payload = null)
    {
        var letter = Letter(kind ?? TranscodeWork.Kind, payload ?? "{}");
        await school.SaveAsync(letter);
        if (kind is null)
        {
            var own = JsonSerializer.Serialize(PayloadOf(letter.Id));
            await school.ReadAsync(db => db.DeadLetters.Where(d => d.Id == letter.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Payload, own)));
        }

        return letter.Id;
    }

    private Task<SettledLetters> RequeueAsync(Actor admin, params Guid[] letters) =>
        school.DoAsync<RequeueDeadLetters, SettledLetters>(r => r.ExecuteAsync(admin, new LetterSelection(letters, ""), CancellationToken.None));

    private Task<SettledLetters> DiscardAsync(Actor admin, string reason, params Guid[] letters) =>
        school.DoAsync<DiscardDeadLetters, SettledLetters>(d => d.ExecuteAsync(admin, new LetterSelection(letters, ""), reason, CancellationToken.None));

    private Task<DeadLetter> ReadAsync(Guid letter) => school.DoAsync<GetDeadLetter, DeadLetter>(g => g.ExecuteAsync(letter, CancellationToken.None));

    private Task<List<OutboxMessage>> RequestsOfAsync(Guid letter) =>
        school.ReadAsync(db => db.OutboxMessages.AsNoTracking().Where(m => m.DeduplicationKey == $"deadLetters/{letter}").ToListAsync());

    private Task<List<string>> ActsOnAsync(Guid letter) =>
        school.ReadAsync(db => db.AuditEvents.Where(e => e.Resource == $"deadLetters/{letter}").Select(e => e.Action).ToListAsync());
}
