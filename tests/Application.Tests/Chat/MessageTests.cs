using ESchool.Application.Chat;
using ESchool.Application.Chat.Messages;
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
    public async Task AConversation_NamesPeopleAndCourse_ForBothSides()
    {
        var (student, instructor, conversation) = await school.TalkingAsync();
        foreach (var side in new[] { student, instructor })
        {
            var page = await school.DoAsync<ListConversations, Page<ConversationView>>(l =>
                l.ExecuteAsync(side, new PageRequest(10, null), CancellationToken.None)
            );
            var view = Assert.Single(page.Items, v => v.Conversation.Id == conversation);
            Assert.Equal(("Compilers in an Afternoon", "Ada Lovelace", "Grace Hopper"), (view.CourseTitle, view.StudentName, view.InstructorName));
        }
    }

    [Fact]
    public async Task MessagesOfBothSidesAtOnce_AreNumberedWithoutGaps_AlsoWhenSentTwice()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(ids.Concat(ids).Select((id, i) => SendAsync(i % 2 == 0 ? student : instructor, conversation, id, $"message {id}")));
        var sequences = await school.ReadAsync(db =>
            db.ChatMessages.Where(m => m.ConversationId == conversation).OrderBy(m => m.Sequence).Select(m => m.Sequence).ToListAsync()
        );
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(i => (long)i), sequences);
        Assert.Equal(
            sequences.Count,
            await school.ReadAsync(db =>
                db.ChatMessages.Where(m => m.ConversationId == conversation).Select(m => new { m.SenderId, m.ClientMessageId }).Distinct().CountAsync()
            )
        );
        Assert.Equal(
            sequences.Count,
            await school.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.LastSequence).SingleAsync())
        );
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
        await using var reading = await Reading.BeginAsync(school, student, conversation);
        await school.DoAsync<Data.SchoolDbContext>(db =>
            db.Enrollments.Where(e => e.StudentId == student.UserId).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EnrollmentState.Ended))
        );
        Assert.Equal(ChatReasons.ConversationNotFound, (await reading.Ended.WaitAsync(TimeSpan.FromSeconds(5))).Reason);
    }

    [Fact]
    public async Task AReader_LosesTheStream_WhenTheSessionIsRevoked()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        await using var reading = await Reading.BeginAsync(school, student, conversation);
        await using var other = await Reading.BeginAsync(school, instructor, conversation);
        await school.DoAsync<Application.Identity.Sessions.SignOut>(s => s.ExecuteAsync(student, CancellationToken.None));
        Assert.Equal(CallReasons.AccessTokenInvalid, (await reading.Ended.WaitAsync(TimeSpan.FromSeconds(5))).Reason);
        Assert.False(other.Ended.IsCompleted);
    }

    [Fact]
    public async Task AReader_LosesTheStream_WhenARoleIsLost_OrTheUserSuspended()
    {
        var (student, instructor, conversation) = await TalkingAsync();
        await using var suspended = await Reading.BeginAsync(school, student, conversation);
        await using var demoted = await Reading.BeginAsync(school, instructor, conversation);
        await school.DoAsync<Data.SchoolDbContext>(db =>
            db.Database.ExecuteSqlAsync($"UPDATE identity.users SET suspended_at = now() WHERE id = {student.UserId}")
        );
        await school.DoAsync<Data.SchoolDbContext>(db => db.Database.ExecuteSqlAsync($"UPDATE identity.users SET roles = 0 WHERE id = {instructor.UserId}"));
        Assert.Equal(CallReasons.AccessTokenInvalid, (await suspended.Ended.WaitAsync(TimeSpan.FromSeconds(5))).Reason);
        Assert.Equal(CallReasons.AccessTokenInvalid, (await demoted.Ended.WaitAsync(TimeSpan.FromSeconds(5))).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nul\0byte")]
    [InlineData("a character halved: ", '\ud83d')]
    public async Task ATextNobodyMaySend_IsRefused(string text, char? last = null)
    {
        text += last;
        var (student, _, conversation) = await TalkingAsync();
        await Refused.WithAsync(ChatReasons.MessageInvalid, () => SendAsync(student, conversation, Guid.NewGuid(), text));
        Assert.Equal(0, await school.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.LastSequence).SingleAsync()));
    }

    private Task<(Actor Student, Actor Instructor, Guid Conversation)> TalkingAsync() => school.TalkingAsync();

    private Task<ChatMessage> SendAsync(Actor actor, Guid conversation, Guid id, string text) =>
        school.DoAsync<SendMessage, ChatMessage>(s => s.ExecuteAsync(actor, conversation, id, text, CancellationToken.None));
}
