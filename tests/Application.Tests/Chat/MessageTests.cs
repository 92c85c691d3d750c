using ESchool.Application.Chat;
using ESchool.Domain;
using ESchool.Domain.Chat;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Chat;

public sealed class MessageTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task MessagesOfBothSidesAtOnce_AreNumberedWithoutGaps_AlsoWhenSentTwice()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(ids.Concat(ids).Select((id, i) => SendAsync(i % 2 == 0 ? student : instructor, conversation, id, $"message {id}")));
        var sequences = await school.ReadAsync(db => db.ChatMessages.Where(m => m.ConversationId == conversation).OrderBy(m => m.Sequence).Select(m => m.Sequence).ToListAsync());
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(i => (long)i), sequences);
        Assert.Equal(sequences.Count, await school.ReadAsync(db => db.ChatMessages.Where(m => m.ConversationId == conversation).Select(m => new { m.SenderId, m.ClientMessageId }).Distinct().CountAsync()));
        Assert.Equal(sequences.Count, await school.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.LastSequence).SingleAsync()));
    }

    [Fact]
    public async Task AMessageSentAgain_IsTheSameMessage()
    {
        var (student, _, conversation) = await TalkingAsync();
        var id = Guid.NewGuid();
        var first = await SendAsync(student, conversation, id, "Hello");
        await SendAsync(student, conversation, Guid.NewGuid(), "In between");
        var again = await SendAsync(student, conversation, id, "Hello");
        Assert.Equal(first.Sequence, again.Sequence);
    }

    [Fact]
    public async Task AStranger_FindsNoConversation()
    {
        var (_, _, conversation) = await TalkingAsync();
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(ChatReasons.ConversationNotFound, () => SendAsync(stranger, conversation, Guid.NewGuid(), "Let me in"));
    }

    [Fact]
    public async Task AReader_LosesTheStream_WithinFiveSecondsOfLosingAccess()
    {
        var (student, _, conversation) = await TalkingAsync();
        using var patience = new CancellationTokenSource();
        var reading = Task.Run(() => Refused.WithAsync(ChatReasons.ConversationNotFound, () => school.DoAsync<FollowConversation>(async f =>
        {
            await foreach (var message in f.ExecuteAsync(student, conversation, 0, patience.Token))
            {
                Assert.NotNull(message);
            }
        })));
        await school.DoAsync<Data.SchoolDbContext>(db => db.Enrollments.Where(e => e.StudentId == student.UserId).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EnrollmentState.Ended)));
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        await reading;
    }

    [Fact]
    public async Task AReader_LosesTheStream_WhenTheSessionIsRevoked()
    {
        var (student, _, conversation) = await TalkingAsync();
        using var patience = new CancellationTokenSource();
        var reading = Task.Run(() => Refused.WithAsync(CallReasons.AccessTokenInvalid, () => school.DoAsync<FollowConversation>(async f =>
        {
            await foreach (var message in f.ExecuteAsync(student, conversation, 0, patience.Token))
            {
                Assert.NotNull(message);
            }
        })));
        await school.DoAsync<Application.Identity.SignOut>(s => s.ExecuteAsync(student, CancellationToken.None));
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        await reading;
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nul\0byte")]
    public async Task ATextNobodyMaySend_IsRefused(string text)
    {
        var (student, _, conversation) = await TalkingAsync();
        await Refused.WithAsync(ChatReasons.MessageInvalid, () => SendAsync(student, conversation, Guid.NewGuid(), text));
        Assert.Equal(0, await school.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.LastSequence).SingleAsync()));
    }

    private async Task<(Actor Student, Actor Instructor, Guid Conversation)> TalkingAsync()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        await school.EnrollmentAsync(student, course);
        var conversation = await school.DoAsync<StartConversation, Conversation>(s => s.ExecuteAsync(student, course.Id, CancellationToken.None));
        return (student, course.Instructor, conversation.Id);
    }

    private Task<ChatMessage> SendAsync(Actor actor, Guid conversation, Guid id, string text) =>
        school.DoAsync<SendMessage, ChatMessage>(s => s.ExecuteAsync(actor, conversation, id, text, CancellationToken.None));
}
