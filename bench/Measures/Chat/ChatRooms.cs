using ESchool.Application.Chat;
using ESchool.Application.Identity.Sessions;
using ESchool.Bench.Harness.Peers;
using ESchool.Domain;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Measures.Chat;

/// <summary>Conversations of a student and an instructor, each with several devices; and the same rooms for the peers.</summary>
internal sealed class ChatRooms
{
    private readonly TestDatabase database;
    private readonly List<(Guid Conversation, string Student, string Instructor)> rooms = [];

    private ChatRooms(TestDatabase database) => this.database = database;

    public int Count => rooms.Count;

    public static async Task<ChatRooms> CreateAsync(TestSchool school, int count)
    {
        var made = new ChatRooms(school.Database);
        var instructor = await school.InstructorAsync();
        var tokens = school.Services.GetRequiredService<AccessTokens>();
        for (var i = 0; i < count; i++)
        {
            var course = await school.PublishedCourseAsync(instructor: instructor);
            var student = await school.StudentAsync();
            await school.EnrollmentAsync(student, course);
            var conversation = (
                await school.DoAsync<StartConversation, ConversationView>(s => s.ExecuteAsync(student, course.Id, CancellationToken.None))
            ).Conversation;
            made.rooms.Add((conversation.Id, await TokenAsync(student), await TokenAsync(instructor)));
        }

        return made;

        async Task<string> TokenAsync(Actor actor)
        {
            var (user, session) = await school.ReadAsync(async db =>
                (
                    await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId),
                    await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == actor.SessionId)
                )
            );
            return tokens.Issue(user, session).Token;
        }
    }

    public Task CreatePeerTablesAsync(PeerDatabase peers) =>
        peers.ExecuteAsync(
            $"""
            CREATE SCHEMA peer;
            CREATE TABLE peer.rooms (id int PRIMARY KEY, last bigint NOT NULL DEFAULT 0);
            INSERT INTO peer.rooms SELECT i FROM generate_series(0, {Count - 1}) AS i;
            CREATE TABLE peer.messages (room int NOT NULL REFERENCES peer.rooms, sequence bigint NOT NULL, sender int NOT NULL, id uuid NOT NULL,
                text text NOT NULL,
                sent_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (room, sequence), UNIQUE (room, sender, id));
            """
        );

    /// <summary>So many devices in each room, half of them the student's; they have seen what is there.</summary>
    public async Task<IReadOnlyList<ChatSeat>> SeatsAsync(int each)
    {
        var seats = new List<ChatSeat>();
        foreach (var (conversation, student, instructor) in rooms)
        {
            var seen = await database.AskAsync<long>($"SELECT last_sequence FROM chat.conversations WHERE id = '{conversation}'");
            seats.AddRange(Enumerable.Range(0, each).Select(i => new ChatSeat($"conversations/{conversation}", i % 2 == 0 ? student : instructor, seen)));
        }

        return seats;
    }

    /// <summary>The same at a peer.</summary>
    public IReadOnlyList<ChatSeat> PeerSeats(int each, PeerDatabase peers) =>
        [.. Enumerable.Range(0, Count).SelectMany(room => Enumerable.Range(0, each).Select(i => new ChatSeat($"{room}", peers.TokenOf((room * each) + i), 0)))];
}
