using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ESchool.Contracts.Chat.V1;
using ESchool.Tests.Support;
using Google.Protobuf;
using Grpc.Core;

namespace ESchool.Api.Tests.Abuse;

/// <summary>Peers that open something and then dawdle: the server lets go of each within its patience, and goes on serving the others.</summary>
public sealed class SlowLorisTests(SlowLorisTests.ImpatientApi fixture) : IClassFixture<SlowLorisTests.ImpatientApi>
{
    private const string Connect = "/eschool.chat.v1.ChatService/Connect";
    private const string Subscribe = "/eschool.chat.v1.ChatService/Subscribe";

    [Fact]
    public async Task AStream_ThatNeverSendsItsFirstFrame_IsClosed()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, Connect, await StudentAsync());
        await RequireSoonAsync(async () => Assert.Contains("The first frame must be a join", await peer.EndOfAsync(1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tooling_ThatAsksReflectionNothing_IsClosed()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");
        await RequireSoonAsync(async () => Assert.Contains("The message was not finished in time", await peer.EndOfAsync(1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMessage_ThatIsDrippedInWholeFrames_IsGivenUp()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, Connect, await StudentAsync());
        using var dripping = new CancellationTokenSource();
        var drip = DripAsync(() => peer.SendAsync(1, [0]), dripping.Token);
        await RequireSoonAsync(() => peer.EndOfAsync(1));
        await dripping.CancelAsync();
        await drip;
    }

    [Fact]
    public async Task AMessage_ThatIsBegunAfterTheJoin_AndNotFinished_EndsTheStream()
    {
        var (headers, join) = await JoinAsync();
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, Connect, headers);
        await peer.SendAsync(1, Framed(join.ToByteArray()));
        Assert.NotNull(await peer.ReadUntilAsync((type, _, stream) => type == RawHttp2.Data && stream == 1));

        // Silence between messages is no offence of a peer that answers pings; they come a second apart.
        for (var pings = 0; pings < 4; pings++)
        {
            Assert.NotNull(await peer.ReadUntilAsync((type, _, _) => type == RawHttp2.Ping));
        }

        await peer.SendAsync(1, [0, 0, 0, 0, 100, 1, 2, 3]);
        await RequireSoonAsync(async () => Assert.Contains("The message was not finished in time", await peer.EndOfAsync(1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFrame_ThatIsPromised_AndDripped_EndsTheConnection()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, Connect, await StudentAsync());
        await peer.PromiseAsync(1, 10_000);
        using var dripping = new CancellationTokenSource();
        var drip = DripAsync(() => peer.WriteAsync([0]), dripping.Token);
        await RequireSoonAsync(async () => Assert.Null(await peer.ReadUntilAsync((_, _, _) => false, answersPings: false)));
        await dripping.CancelAsync();
        await drip;
    }

    [Fact]
    public async Task ARequestOfAServerStream_ThatIsNotFinished_IsGivenUp()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, Subscribe, await StudentAsync());
        await peer.SendAsync(1, Framed(new SubscribeRequest { Conversation = $"conversations/{Guid.NewGuid()}" }.ToByteArray()));
        await RequireSoonAsync(() => peer.EndOfAsync(1));
    }

    [Fact]
    public async Task AUnaryRequest_ThatIsNotFinished_EndsWithItsDeadline()
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, "/eschool.catalog.v1.CatalogService/SearchCourses");
        await peer.SendAsync(1, [0, 0, 0, 0, 100, 1, 2, 3]);
        await RequireSoonAsync(() => peer.EndOfAsync(1));
    }

    [Fact]
    public async Task HeadersThatNeverEnd_AreGivenUp()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Api.Web.Host, fixture.Api.Web.Port);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /healthz HTTP/1.1\r\nHost: eschool.test\r\n"u8.ToArray());
        using var dripping = new CancellationTokenSource();
        var drip = DripAsync(async () => await stream.WriteAsync("X-Slow: y\r\n"u8.ToArray()), dripping.Token);
        await RequireSoonAsync(async () => Assert.Contains("408", await ReadToEndAsync(stream), StringComparison.Ordinal));
        await dripping.CancelAsync();
        await drip;
    }

    [Theory]
    [InlineData("/webhooks/stripe", "application/json")]
    [InlineData("/eschool.catalog.v1.CatalogService/SearchCourses", "application/grpc-web")]
    public async Task ABodyThatIsDripped_IsGivenUp(string path, string contentType)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Api.Web.Host, fixture.Api.Web.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: eschool.test\r\nContent-Type: {contentType}\r\nContent-Length: 10000\r\n\r\n")
        );
        using var dripping = new CancellationTokenSource();
        var drip = DripAsync(async () => await stream.WriteAsync(new byte[1]), dripping.Token);
        await RequireSoonAsync(() => ReadToEndAsync(stream));
        await dripping.CancelAsync();
        await drip;
    }

    private static byte[] Framed(byte[] message) => [0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static async Task RequireSoonAsync(Func<Task> end)
    {
        var begun = Stopwatch.StartNew();
        await end();
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task DripAsync(Func<Task> drop, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await drop();
                await Task.Delay(200, cancellationToken);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The server has closed it.
        }
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, patience.Token)) > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return text.ToString();
    }

    private async Task<Metadata> StudentAsync() => await fixture.HeadersAsync(await fixture.School.StudentAsync());

    private async Task<(Metadata Headers, ConnectRequest Join)> JoinAsync()
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        return (
            await fixture.HeadersAsync(student),
            new ConnectRequest { Join = new ConnectRequest.Types.Join { Conversation = $"conversations/{conversation}" } }
        );
    }

    public sealed class ImpatientApi : ApiFixture
    {
        protected override (string Key, string Value)[] Settings =>
            [
                ("Calls__FirstFrameTimeout", "00:00:02"),
                ("Calls__MessageTimeout", "00:00:02"),
                ("Calls__HeadersTimeout", "00:00:02"),
                ("Calls__KeepAlivePingDelay", "00:00:01"),
                ("Calls__KeepAlivePingTimeout", "00:00:01"),
                ("Calls__MaximumDeadline", "00:00:03"),
            ];
    }
}
