using ESchool.Contracts.Chat.V1;
using ESchool.Demo.Props;
using Grpc.Core;

namespace ESchool.Demo.Chapters;

/// <summary>Student and instructor chat over a bidirectional stream; one side drops and resumes without loss.</summary>
public static class Chatting
{
    public static async Task PlayAsync(Cast cast)
    {
        var chat = new ChatService.ChatServiceClient(cast.Channel);
        var conversation = (await chat.StartConversationAsync(new StartConversationRequest { Course = cast.Course }, cast.Student.Headers)).Conversation.Name;
        using var student = await ChatLine.JoinAsync(chat, cast.Student, conversation, lastSeen: 0);
        long seen;
        using (var instructor = await ChatLine.JoinAsync(chat, cast.Instructor, conversation, lastSeen: 0))
        {
            await student.SendAsync("Does the optimizer run before or after parsing?");
            Expect((await instructor.NextAsync()).Text, "Does the optimizer run before or after parsing?");
            await instructor.SendAsync("After: it works on the tree.");
            seen = (await instructor.NextAsync()).Sequence;
        }

        cast.Narrator.Step("question and answer went both ways, live; then the instructor's line dropped");
        await student.SendAsync("And constant folding?");
        await student.SendAsync("Is that done on the tree, too?");
        using var again = await ChatLine.JoinAsync(chat, cast.Instructor, conversation, seen);
        Expect((await again.NextAsync()).Text, "And constant folding?");
        Expect((await again.NextAsync()).Text, "Is that done on the tree, too?");
        await again.SendAsync("Yes.");
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            Expect((await student.NextAsync()).Sequence, sequence);
        }

        cast.Narrator.Step($"she came back, resumed after message {seen} and missed nothing: 5 messages, in order, once each");
    }

    private static void Expect<T>(T actual, T expected)
    {
        if (!Equals(actual, expected))
        {
            throw new StoryException($"The chat delivered {actual} instead of {expected}.");
        }
    }

    /// <summary>One side's stream.</summary>
    private sealed class ChatLine : IDisposable
    {
        private readonly AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call;
        private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        private readonly Queue<Message> messages = new();

        private ChatLine(ChatService.ChatServiceClient chat, Person person) => call = chat.Connect(person.Headers, cancellationToken: patience.Token);

        public static async Task<ChatLine> JoinAsync(ChatService.ChatServiceClient chat, Person person, string conversation, long lastSeen)
        {
            var line = new ChatLine(chat, person);
            await line.call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Join = new ConnectRequest.Types.Join { Conversation = conversation, LastSeenSequence = lastSeen },
                }
            );
            await line.ReadUntilAsync(frame => frame.Joined is not null);
            return line;
        }

        public async Task SendAsync(string text)
        {
            var id = Guid.NewGuid().ToString();
            await call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Send = new ConnectRequest.Types.Send { ClientMessageId = id, Text = text },
                }
            );
            await ReadUntilAsync(frame => frame.Ack?.ClientMessageId == id);
        }

        public async Task<Message> NextAsync()
        {
            if (messages.Count == 0)
            {
                await ReadUntilAsync(frame => frame.Message is not null);
            }

            return messages.Dequeue();
        }

        public void Dispose()
        {
            call.Dispose();
            patience.Dispose();
        }

        private async Task ReadUntilAsync(Func<ConnectResponse, bool> isWanted)
        {
            while (await call.ResponseStream.MoveNext(patience.Token))
            {
                var frame = call.ResponseStream.Current;
                if (frame.Message is { } message)
                {
                    messages.Enqueue(message);
                }

                if (isWanted(frame))
                {
                    return;
                }
            }

            throw new StoryException("The chat's stream ended early.");
        }
    }
}
