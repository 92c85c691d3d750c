using ESchool.Application.Chat.Messages;
using ESchool.Domain.Chat;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Chat;

/// <summary>Readers get everything once and in order, whenever they come and wherever it was stored.</summary>
public sealed class ConversationHubTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ReadersWhoJoinWhileMessagesCome_MissNothing_AndGetNothingTwice_200Times()
    {
        var (student, instructor, conversation) = await school.TalkingAsync();
        await using var other = TestSchool.On(school.Database);
        var total = 0;
        for (var round = 0; round < 200; round++)
        {
            var after = total;
            var count = 1 + (round % 7);
            var sending = Task.WhenAll(
                Enumerable.Range(0, count).Select(i => SendAsync(i % 2 == 0 ? school : other, i % 3 == 0 ? student : instructor, conversation))
            );
            await using var reading = await Reading.BeginAsync(round % 2 == 0 ? school : other, student, conversation, after);
            await sending;
            total += count;
            await reading.HasAsync(count);
            Assert.Equal(Enumerable.Range(after + 1, count).Select(i => (long)i), reading.Sequences);
        }
    }

    [Fact]
    public async Task AReaderFarBehind_IsGivenEverythingFromTheDatabase()
    {
        var (student, instructor, conversation) = await school.TalkingAsync();
        await using var ahead = await Reading.BeginAsync(school, instructor, conversation);
        await Task.WhenAll(Enumerable.Range(0, 700).Select(_ => SendAsync(school, instructor, conversation)));
        await using var behind = await Reading.BeginAsync(school, student, conversation, after: 10);
        await behind.HasAsync(690);
        Assert.Equal(Enumerable.Range(11, 690).Select(i => (long)i), behind.Sequences);
        await ahead.HasAsync(700);
        Assert.Equal(Enumerable.Range(1, 700).Select(i => (long)i), ahead.Sequences);
    }

    [Fact]
    public async Task WithoutAHint_AReaderGetsTheMessage_FromTheNextLookAtTheDatabase()
    {
        var (student, _, conversation) = await school.TalkingAsync();
        await using var reading = await Reading.BeginAsync(school, student, conversation);
        await school.DoAsync<Data.SchoolDbContext>(db =>
            Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
                db.Database,
                $"""
                WITH numbered AS (UPDATE chat.conversations SET last_sequence = last_sequence + 1 WHERE id = {conversation}
                    RETURNING last_sequence)
                INSERT INTO chat.messages (conversation_id, sequence, sender_id, client_message_id, text, sent_at)
                SELECT {conversation}, last_sequence, {student.UserId}, gen_random_uuid(), 'From somebody who gives no hints', now() FROM numbered
                """
            )
        );
        await reading.HasAsync(1);
        Assert.Equal([1L], reading.Sequences);
    }

    private static Task<ChatMessage> SendAsync(TestSchool at, Domain.Actor actor, Guid conversation) =>
        at.DoAsync<SendMessage, ChatMessage>(s => s.ExecuteAsync(actor, conversation, Guid.NewGuid(), "Hello", CancellationToken.None));
}
