using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace ESchool.Api.Tests;

/// <summary>Chat over the wire, with two replicas of the Api.</summary>
public sealed class ChatStreamTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task TwoReplicas_OneKilled_LoseAndDoubleNothing()
    {
        var (student, instructor, conversation) = await fixture.TalkingAsync();
        await using var second = await SchoolProcess.StartApiAsync(fixture.School.Database);
        using var secondChannel = GrpcChannel.ForAddress(second.Grpc!);
        using var listening = await Line.JoinAsync(fixture.Channel, await fixture.HeadersAsync(student), conversation, 0);
        var acknowledged = new List<string>();
        using (var sending = await Line.JoinAsync(secondChannel, await fixture.HeadersAsync(instructor), conversation, 0))
        {
            for (var i = 0; i < 50; i++)
            {
                acknowledged.Add(await sending.SendAsync($"before {i}"));
            }

            second.Kill();
            var fault = await Record.ExceptionAsync(() => sending.SendAsync("into the void"));
            Assert.True(fault is RpcException or IOException, $"Sending to a dead replica ended with {fault}.");
        }

        using (var sending = await Line.JoinAsync(fixture.Channel, await fixture.HeadersAsync(instructor), conversation, 0))
        {
            for (var i = 0; i < 10; i++)
            {
                acknowledged.Add(await sending.SendAsync($"after {i}"));
            }
        }

        var received = await listening.ReadAsync(messages => acknowledged.All(id => messages.Any(m => m.ClientMessageId == id)));
        Assert.Equal(Enumerable.Range(1, received.Count).Select(i => (long)i), received.Select(m => m.Sequence));
        Assert.Equal(received.Count, received.Select(m => m.ClientMessageId).Distinct().Count());
    }

    [Fact]
    public async Task AReader_ResumesAfterTheLastMessageSeen()
    {
        var (student, instructor, conversation) = await fixture.TalkingAsync();
        using (var sending = await Line.JoinAsync(fixture.Channel, await fixture.HeadersAsync(instructor), conversation, 0))
        {
            for (var i = 0; i < 5; i++)
            {
                await sending.SendAsync($"message {i}");
            }
        }

        using var resuming = await Line.JoinAsync(fixture.Channel, await fixture.HeadersAsync(student), conversation, 3);
        Assert.Equal([4L, 5L], (await resuming.ReadAsync(messages => messages.Count == 2)).Select(m => m.Sequence));
    }

    [Fact]
    public async Task ABrowser_SubscribesAndSendsOverGrpcWeb()
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        using var web = GrpcChannel.ForAddress(
            fixture.Api.Web,
            new GrpcChannelOptions
            {
                HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()),
                HttpVersion = System.Net.HttpVersion.Version11,
            }
        );
        var chat = new ChatService.ChatServiceClient(web);
        var headers = await fixture.HeadersAsync(student);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var subscription = chat.Subscribe(
            new SubscribeRequest { Conversation = $"conversations/{conversation}" },
            headers,
            cancellationToken: patience.Token
        );
        var request = new SendMessageRequest
        {
            Conversation = $"conversations/{conversation}",
            ClientMessageId = Guid.NewGuid().ToString(),
            Text = "From a browser",
        };
        var first = await chat.SendMessageAsync(request, headers);
        var again = await chat.SendMessageAsync(request, headers);
        Assert.Equal(first.Message, again.Message);
        Assert.True(await subscription.ResponseStream.MoveNext(patience.Token));
        Assert.Equal(first.Message, subscription.ResponseStream.Current.Message);
    }

    [Fact]
    public async Task AStream_ThatDoesNotBeginWithAJoin_IsRefused()
    {
        var (student, _, _) = await fixture.TalkingAsync();
        using var call = new ChatService.ChatServiceClient(fixture.Channel).Connect(await fixture.HeadersAsync(student));
        await call.RequestStream.WriteAsync(
            new ConnectRequest
            {
                Send = new ConnectRequest.Types.Send { ClientMessageId = Guid.NewGuid().ToString(), Text = "Hello?" },
            }
        );
        await Status.OfAsync(StatusCode.InvalidArgument, "JOIN_MISSING", () => call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9_999)]
    public async Task ReadingFromBeyondTheEnd_IsRefused_AndNotDeaf(long lastSeen)
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        var headers = await fixture.HeadersAsync(student);
        using var line = await Line.JoinAsync(fixture.Channel, headers, conversation, lastSeen);
        await Status.OfAsync(StatusCode.InvalidArgument, "SEQUENCE_UNKNOWN", () => line.ReadAsync(_ => false));
        using var call = new ChatService.ChatServiceClient(fixture.Channel).Subscribe(
            new SubscribeRequest { Conversation = $"conversations/{conversation}", LastSeenSequence = lastSeen },
            headers
        );
        var status = await Status.OfAsync(StatusCode.InvalidArgument, "SEQUENCE_UNKNOWN", () => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("0", status.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["last_sequence"]);
    }

    [Fact]
    public async Task ALine_WhereNothingHappens_SaysThatItIsAlive()
    {
        await using var api = await SchoolProcess.StartApiAsync(fixture.School.Database, settings: ("Calls__HeartbeatInterval", "00:00:00.2"));
        using var channel = GrpcChannel.ForAddress(api.Grpc!);
        var (student, _, conversation) = await fixture.TalkingAsync();
        var headers = await fixture.HeadersAsync(student);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var chat = new ChatService.ChatServiceClient(channel);
        using var connected = chat.Connect(headers, cancellationToken: patience.Token);
        await connected.RequestStream.WriteAsync(
            new ConnectRequest { Join = new ConnectRequest.Types.Join { Conversation = $"conversations/{conversation}" } }
        );
        using var subscribed = chat.Subscribe(
            new SubscribeRequest { Conversation = $"conversations/{conversation}" },
            headers,
            cancellationToken: patience.Token
        );
        using var watched = new NotificationService.NotificationServiceClient(channel).Watch(new WatchRequest(), headers, cancellationToken: patience.Token);

        for (var beats = 0; beats < 3; )
        {
            Assert.True(await connected.ResponseStream.MoveNext(patience.Token));
            beats += connected.ResponseStream.Current.Heartbeat is null ? 0 : 1;
        }

        Assert.True(await subscribed.ResponseStream.MoveNext(patience.Token));
        Assert.NotNull(subscribed.ResponseStream.Current.Heartbeat);
        for (var beats = 0; beats < 3; beats++)
        {
            Assert.True(await watched.ResponseStream.MoveNext(patience.Token));
            Assert.NotNull(watched.ResponseStream.Current.Heartbeat);
        }

        // Whoever goes on from a heartbeat goes on from where the stream was.
        using var again = new NotificationService.NotificationServiceClient(channel).Watch(
            new WatchRequest { ResumeToken = watched.ResponseStream.Current.ResumeToken },
            headers,
            cancellationToken: patience.Token
        );
        Assert.True(await again.ResponseStream.MoveNext(patience.Token));
    }

    /// <summary>Long before the first heartbeat by the clock, so that a line which breaks early can go on from where it was.</summary>
    [Fact]
    public async Task AWatch_SaysAtOnceWhereItIs()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var watched = new NotificationService.NotificationServiceClient(fixture.Channel).Watch(
            new WatchRequest(),
            headers,
            cancellationToken: patience.Token
        );
        Assert.True(await watched.ResponseStream.MoveNext(patience.Token));
        Assert.NotNull(watched.ResponseStream.Current.Heartbeat);
        Assert.NotEmpty(watched.ResponseStream.Current.ResumeToken);
    }

    [Fact]
    public async Task ABadMessage_IsRefused_AndTheStreamGoesOn()
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        using var line = await Line.JoinAsync(fixture.Channel, await fixture.HeadersAsync(student), conversation, 0);
        Assert.Equal("MESSAGE_INVALID", await line.SendRefusedAsync(new string('x', 4_001)));
        await line.SendAsync("Short enough");
        Assert.Equal([1L], (await line.ReadAsync(messages => messages.Count == 1)).Select(m => m.Sequence));
    }

    [Fact]
    public async Task AReaderWhoDoesNotRead_IsClosed_AndTheOthersGoOn()
    {
        var (student, instructor, conversation) = await fixture.TalkingAsync();
        await using var api = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings: [("Calls__StreamQueueLength", "16"), ("Calls__SlowReaderPatience", "00:00:01"), ("Calls__RateLimits__Enabled", "false")]
        );
        using var channel = GrpcChannel.ForAddress(api.Grpc!);
        using var stuckChannel = GrpcChannel.ForAddress(api.Grpc!);
        using var stuck = new ChatService.ChatServiceClient(stuckChannel).Subscribe(
            new SubscribeRequest { Conversation = $"conversations/{conversation}" },
            await fixture.HeadersAsync(student)
        );
        await stuck.ResponseHeadersAsync;
        using var line = await Line.JoinAsync(channel, await fixture.HeadersAsync(instructor), conversation, 0);
        var sent = 0;
        while (!api.Log.Contains("READER_TOO_SLOW", StringComparison.Ordinal) && !api.Log.Contains("slower than what comes", StringComparison.Ordinal))
        {
            Assert.True(++sent < 5_000, "The reader was not closed.");
            await line.SendAsync(new string('x', 4_000));
        }

        var got = new List<long>();
        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stuck.ResponseStream.MoveNext(CancellationToken.None))
            {
                got.Add(stuck.ResponseStream.Current.Message.Sequence);
            }
        });
        var info = fault.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal((StatusCode.ResourceExhausted, "READER_TOO_SLOW"), (fault.StatusCode, info?.Reason));
        Assert.InRange(long.Parse(info!.Metadata["resume_sequence"], System.Globalization.CultureInfo.InvariantCulture), 0, got.Count);
        Assert.Equal(Enumerable.Range(1, got.Count).Select(i => (long)i), got);
        Assert.Equal(sent, (await line.ReadAsync(messages => messages.Count == sent)).Count);

        using var resuming = await Line.JoinAsync(channel, await fixture.HeadersAsync(student), conversation, got.Count);
        var rest = await resuming.ReadAsync(messages => messages.Count == sent - got.Count);
        Assert.Equal(Enumerable.Range(got.Count + 1, sent - got.Count).Select(i => (long)i), rest.Select(m => m.Sequence));
    }

    [Fact]
    public async Task AStream_EndsWithItsToken()
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        var almostAll = new Application.Identity.IdentityOptions().AccessTokenLifetime - TimeSpan.FromSeconds(3);
        fixture.School.Clock.Advance(-almostAll);
        var headers = await fixture.HeadersAsync(student);
        fixture.School.Clock.Advance(almostAll);
        using var line = await Line.JoinAsync(fixture.Channel, headers, conversation, 0);
        await line.SendAsync("Still here");
        await Status.OfAsync(StatusCode.Unauthenticated, "ACCESS_TOKEN_INVALID", () => line.ReadAsync(_ => false));
    }

    /// <summary>One side of a conversation.</summary>
    private sealed class Line : IDisposable
    {
        private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        private readonly AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call;
        private readonly List<Message> messages = [];

        private Line(GrpcChannel channel, Metadata headers) =>
            call = new ChatService.ChatServiceClient(channel).Connect(headers, cancellationToken: patience.Token);

        public static async Task<Line> JoinAsync(GrpcChannel channel, Metadata headers, Guid conversation, long lastSeen)
        {
            var line = new Line(channel, headers);
            await line.call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Join = new ConnectRequest.Types.Join { Conversation = $"conversations/{conversation}", LastSeenSequence = lastSeen },
                }
            );
            return line;
        }

        /// <returns>The message's id, once it is acknowledged.</returns>
        public async Task<string> SendAsync(string text)
        {
            var id = Guid.NewGuid().ToString();
            await call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Send = new ConnectRequest.Types.Send { ClientMessageId = id, Text = text },
                }
            );
            await ReadUntilAsync(frame => frame.Ack?.ClientMessageId == id);
            return id;
        }

        public async Task<string> SendRefusedAsync(string text)
        {
            await call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Send = new ConnectRequest.Types.Send { ClientMessageId = Guid.NewGuid().ToString(), Text = text },
                }
            );
            return (await ReadUntilAsync(frame => frame.Refused is not null)).Refused.Reason;
        }

        public async Task<IReadOnlyList<Message>> ReadAsync(Func<IReadOnlyList<Message>, bool> isEnough)
        {
            while (!isEnough(messages))
            {
                await ReadUntilAsync(frame => frame.Message is not null);
            }

            return messages;
        }

        public void Dispose()
        {
            call.Dispose();
            patience.Dispose();
        }

        private async Task<ConnectResponse> ReadUntilAsync(Func<ConnectResponse, bool> isWanted)
        {
            while (await call.ResponseStream.MoveNext(patience.Token))
            {
                var frame = call.ResponseStream.Current;
                if (frame.Message is { } message)
                {
                    messages.Add(message);
                }

                if (isWanted(frame))
                {
                    return frame;
                }
            }

            throw new InvalidOperationException("The stream ended early.");
        }
    }
}
