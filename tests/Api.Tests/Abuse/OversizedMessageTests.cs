using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace ESchool.Api.Tests.Abuse;

/// <summary>More than the server takes: in one message, behind compression, in streams on one connection, in a body.</summary>
public sealed class OversizedMessageTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const string Search = "/eschool.catalog.v1.CatalogService/SearchCourses";
    private const string Connect = "/eschool.chat.v1.ChatService/Connect";

    private readonly HttpClient http = new(Waiting()) { BaseAddress = fixture.Api.Web };

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(1024 * 1024)]
    [InlineData(20 * 1024 * 1024)]
    public async Task AMessageBeyondTheLimit_IsRefused(int length)
    {
        var request = new SearchCoursesRequest { Query = new string('x', length) };
        var fault = await Assert.ThrowsAsync<RpcException>(() =>
            new CatalogService.CatalogServiceClient(fixture.Channel).SearchCoursesAsync(request).ResponseAsync
        );
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb, 300 * 1024)]
    [InlineData(GrpcWebMode.GrpcWebText, 300 * 1024)]
    [InlineData(GrpcWebMode.GrpcWeb, 5 * 1024 * 1024)]
    public async Task AMessageBeyondTheLimit_FromABrowser_IsRefused(GrpcWebMode mode, int length)
    {
        using var web = GrpcChannel.ForAddress(
            fixture.Api.Web,
            new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(mode, new KnownLength(new SocketsHttpHandler())), HttpVersion = HttpVersion.Version11 }
        );
        var request = new SearchCoursesRequest { Query = new string('x', length) };
        var fault = await Assert.ThrowsAsync<RpcException>(() => new CatalogService.CatalogServiceClient(web).SearchCoursesAsync(request).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task ABomb_ThatInflatesBeyondTheLimit_IsRefused_AndTakesNoMemory(string encoding)
    {
        var bomb = Compressed(200_000_000, encoding);
        Assert.InRange(bomb.Length, 1, 256 * 1024);
        Assert.Contains("grpc-status\u00010", await CallAsync(Search, Compressed(100, encoding), encoding), StringComparison.Ordinal);
        var before = PeakMemory();
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("grpc-status\u00018", await CallAsync(Search, bomb, encoding), StringComparison.Ordinal);
        }

        Assert.InRange(PeakMemory() - before, 0, 100 * 1024 * 1024);
    }

    [Fact]
    public async Task MoreStreamsThanAConnectionHas_AreRefused()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        var settings = (await peer.ReadUntilAsync((type, _, _) => type == RawHttp2.Settings))!.Value.Payload;
        Assert.Contains("000300000064", Convert.ToHexString(settings), StringComparison.Ordinal);
        for (var stream = 1; stream < 2 * 200; stream += 2)
        {
            await peer.CallAsync(stream, Connect, headers);
        }

        // REFUSED_STREAM for one of them, or the end of the connection.
        var refused = await peer.ReadUntilAsync((type, _, _) => type is RawHttp2.Reset or RawHttp2.GoAway);
        Assert.True(refused is null or { Type: RawHttp2.GoAway } || Convert.ToHexString(refused.Value.Payload) == "00000007");
        await new CatalogService.CatalogServiceClient(fixture.Channel).SearchCoursesAsync(new SearchCoursesRequest());
    }

    [Theory]
    [InlineData("/webhooks/stripe", "application/json", 300 * 1024)]
    [InlineData("/webhooks/stripe", "application/json", 50 * 1024 * 1024)]
    public async Task ABodyBeyondTheLimit_IsRefused(string path, string contentType, int length)
    {
        using var content = new ByteArrayContent(new byte[length]);
        content.Headers.ContentType = new(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>
    /// Waits for the server's word before it sends a body: a server that refuses closes the connection, and who is still writing then may never read why.
    /// </summary>
    private static SocketsHttpHandler Waiting() => new() { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>Announces the length, as browsers do.</summary>
    private sealed class KnownLength(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    [Fact]
    public async Task AMessageBeyondTheLimit_WhoseLengthIsKnownBefore_IsRefusedUnread()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Api.Web.Host, fixture.Api.Web.Port);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {Search} HTTP/1.1\r\nHost: eschool.test\r\nContent-Type: application/grpc-web\r\nContent-Length: 50000000\r\n\r\n"
                )
            );
        using var reader = new StreamReader(client.GetStream());
        var answer = new StringBuilder();
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { Length: > 0 } line)
        {
            answer.AppendLine(line);
        }

        Assert.Contains("grpc-status: 8", answer.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => http.Dispose();

    /// <summary>A message with a query of so many letters, compressed and framed.</summary>
    private static byte[] Compressed(int length, string encoding)
    {
        using var compressed = new MemoryStream();
        using (
            Stream compressing =
                encoding == "gzip"
                    ? new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)
                    : new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)
        )
        {
            using var output = new CodedOutputStream(compressing, leaveOpen: true);
            output.WriteTag(SearchCoursesRequest.QueryFieldNumber, WireFormat.WireType.LengthDelimited);
            output.WriteLength(length);
            output.Flush();
            var letters = Encoding.ASCII.GetBytes(new string('x', Math.Min(length, 1_000_000)));
            for (var left = length; left > 0; left -= letters.Length)
            {
                compressing.Write(letters, 0, Math.Min(left, letters.Length));
            }
        }

        var message = compressed.ToArray();
        return [1, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    /// <summary>Calls with a message as it is.</summary>
    /// <returns>The call's trailers.</returns>
    private async Task<string> CallAsync(string path, byte[] framed, string encoding)
    {
        using var peer = await RawHttp2.ConnectAsync(fixture.Api.Grpc!);
        await peer.CallAsync(1, path, metadata: null, ("grpc-encoding", encoding));
        for (var at = 0; at < framed.Length; at += 16_000)
        {
            var part = framed[at..Math.Min(framed.Length, at + 16_000)];
            await peer.SendAsync(1, part, isEnd: at + part.Length == framed.Length);
        }

        return await peer.EndOfAsync(1);
    }

    private long PeakMemory() =>
        long.Parse(
            File.ReadLines($"/proc/{fixture.Api.Id}/status")
                .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        ) * 1024;
}
