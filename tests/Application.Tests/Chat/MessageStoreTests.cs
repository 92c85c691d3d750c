using ESchool.Application.Chat.Messages;
using ESchool.Domain;
using ESchool.Domain.Chat;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Tests.Chat;

/// <summary>Batches: whoever shares one learns of its own message only.</summary>
public sealed class MessageStoreTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task InOneBatch_GoodKnownAndForeignMessages_EachGetTheirOwnAnswer()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        var stranger = await school.StudentAsync();
        var known = await SendAsync(student, conversation, Guid.NewGuid(), "The first");
        var now = school.Clock.GetUtcNow();
        PostedMessage[] posted =
        [
            new(conversation, instructor.UserId, Guid.NewGuid(), "The second"),
            new(conversation, stranger.UserId, Guid.NewGuid(), "Let me in"),
            new(conversation, student.UserId, known.ClientMessageId, "The first, in other words"),
            new(Guid.NewGuid(), student.UserId, Guid.NewGuid(), "Into the void"),
            new(conversation, student.UserId, Guid.NewGuid(), "The third"),
        ];
        var outcomes = await school.Services.GetRequiredService<MessageBatch>().WriteAsync(posted, now);
        Assert.Equal([2L, null, 1L, null, 3L], outcomes.Select(o => o.Message?.Sequence));
        Assert.Equal([true, false, false, false, true], outcomes.Select(o => o.IsNew));
        Assert.Equal((known.Text, known.SentAt), (outcomes[2].Message!.Text, outcomes[2].Message!.SentAt));
        Assert.Equal(["The first", "The second", "The third"], await TextsAsync(conversation));
    }

    [Fact]
    public async Task AMessageIsTheSame_AsAnsweredAndAsStored()
    {
        var (student, _, conversation) = await TalkingAsync();
        var sent = await SendAsync(student, conversation, Guid.NewGuid(), "Grüße 🎓");
        var stored = await school.ReadAsync(db => db.ChatMessages.AsNoTracking().SingleAsync(m => m.ConversationId == conversation));
        Assert.Equivalent(stored, sent, strict: true);
    }

    [Fact]
    public async Task OneMessageManyTimesAtOnce_IsOneMessage()
    {
        var (student, _, conversation) = await TalkingAsync();
        var id = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(student, conversation, id, "Again")));
        Assert.All(answers, answer => Assert.Equal(1, answer.Sequence));
        Assert.Single(await TextsAsync(conversation));
    }

    [Fact]
    public async Task ASenderWhoGivesUp_TakesNobodyElsesMessageBack()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        using var impatience = new CancellationTokenSource();
        var sending = Enumerable
            .Range(0, 40)
            .Select(i =>
                school.DoAsync<SendMessage, ChatMessage>(s =>
                    s.ExecuteAsync(
                        i % 2 == 0 ? student : instructor,
                        conversation,
                        Guid.NewGuid(),
                        $"{i}",
                        i % 2 == 0 ? impatience.Token : CancellationToken.None
                    )
                )
            )
            .ToList();
        await impatience.CancelAsync();
        await Task.WhenAll(sending.Where((_, i) => i % 2 == 1));
        await Task.WhenAll(sending.Select(task => ((Task)task).ContinueWith(_ => { }, TaskScheduler.Default)));
        await AssertGaplessAsync(conversation);
        var texts = await TextsAsync(conversation);
        Assert.All(Enumerable.Range(0, 40).Where(i => i % 2 == 1), i => Assert.Contains($"{i}", texts));
    }

    [Fact]
    public async Task ABatchThatFails_FailsEverySender_AndTheSameMessagesCanBeSentAgain()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        var ids = Enumerable.Range(0, 30).Select(_ => Guid.NewGuid()).ToList();
        await using (var owner = new NpgsqlConnection(school.Database.OwnerConnection))
        {
            await owner.OpenAsync();
            await using var transaction = await owner.BeginTransactionAsync();
            await ExecuteAsync(owner, "LOCK TABLE chat.messages IN ACCESS EXCLUSIVE MODE");
            var sending = ids.Select(id => SendAsync(student, conversation, id, "Lost?")).ToList();

            // The batches are waiting for the lock; now their connection breaks.
            await Wait.UntilAsync(
                "A batch that waits",
                async () =>
                    await ExecuteAsync(school.Database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                    > 0
            );
            while (!sending.TrueForAll(task => task.IsCompleted))
            {
                await ExecuteAsync(
                    school.Database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                );
                await Task.WhenAny(Task.WhenAll(sending), Task.Delay(20));
            }

            Assert.All(sending, task => Assert.IsType<PostgresException>(task.Exception!.InnerException, exactMatch: false));
            await transaction.RollbackAsync();
        }

        await Task.WhenAll(ids.Concat(ids).Select(id => SendAsync(student, conversation, id, "Lost?")));
        await SendAsync(instructor, conversation, Guid.NewGuid(), "No");
        await AssertGaplessAsync(conversation);
        Assert.Equal(31, (await TextsAsync(conversation)).Count);
    }

    [Fact]
    public async Task ManySendersInManyConversations_OnTwoReplicas_LeaveNoGap_AndEveryReaderGetsAll()
    {
        await using var other = TestSchool.On(school.Database);
        var talks = new List<(Actor Student, Actor Instructor, Guid Conversation)>();
        for (var i = 0; i < 5; i++)
        {
            talks.Add(await TalkingAsync());
        }

        var readings = new List<Reading>();
        foreach (var talk in talks)
        {
            readings.Add(await Reading.BeginAsync(school, talk.Student, talk.Conversation));
            readings.Add(await Reading.BeginAsync(other, talk.Instructor, talk.Conversation));
        }

        const int Each = 200;
        await Task.WhenAll(
            talks.SelectMany(talk =>
                Enumerable
                    .Range(0, Each)
                    .Select(i =>
                        (i % 2 == 0 ? school : other).DoAsync<SendMessage, ChatMessage>(s =>
                            s.ExecuteAsync(i % 3 == 0 ? talk.Student : talk.Instructor, talk.Conversation, Guid.NewGuid(), $"{i}", CancellationToken.None)
                        )
                    )
            )
        );
        foreach (var reading in readings)
        {
            await reading.HasAsync(Each);
            Assert.Equal(Enumerable.Range(1, Each).Select(i => (long)i), reading.Sequences);
            await reading.DisposeAsync();
        }

        foreach (var talk in talks)
        {
            await AssertGaplessAsync(talk.Conversation);
        }
    }

    private static async Task<long> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    /// <summary>As the application's own role: a role may end its own connections.</summary>
    private static async Task<long> ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ApplicationConnection);
        await connection.OpenAsync();
        return await ExecuteAsync(connection, sql);
    }

    private async Task AssertGaplessAsync(Guid conversation)
    {
        var sequences = await school.ReadAsync(db =>
            db.ChatMessages.Where(m => m.ConversationId == conversation).OrderBy(m => m.Sequence).Select(m => m.Sequence).ToListAsync()
        );
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(i => (long)i), sequences);
        Assert.Equal(
            sequences.Count,
            await school.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.LastSequence).SingleAsync())
        );
    }

    private Task<List<string>> TextsAsync(Guid conversation) =>
        school.ReadAsync(db => db.ChatMessages.Where(m => m.ConversationId == conversation).OrderBy(m => m.Sequence).Select(m => m.Text).ToListAsync());

    private Task<ChatMessage> SendAsync(Actor actor, Guid conversation, Guid id, string text) =>
        school.DoAsync<SendMessage, ChatMessage>(s => s.ExecuteAsync(actor, conversation, id, text, CancellationToken.None));

    private Task<(Actor Student, Actor Instructor, Guid Conversation)> TalkingAsync() => school.TalkingAsync();
}
