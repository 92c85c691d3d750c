using System.Net;
using System.Net.Http.Headers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Google.Rpc;
using Grpc.Core;

namespace ESchool.Api.Tests.Abuse;

/// <summary>Bytes that are no message: counted, answered and logged like any other call that is refused.</summary>
public sealed class EarlyRefusalTests(EarlyRefusalTests.Counted fixture) : IClassFixture<EarlyRefusalTests.Counted>
{
    private const string Search = "eschool.catalog.v1.CatalogService/SearchCourses";

    /// <summary>A string field that is not UTF-8; a field whose length lies; an end group that nothing began.</summary>
    public static TheoryData<string> Malformed => ["0A02C328", "0AFF01", "0C"];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task AMessageThatCannotBeRead_IsInvalidArgument_WithAnErrorInfo(string hex)
    {
        foreach (var web in new[] { false, true })
        {
            var (code, status) = await CallAsync(Search, Convert.FromHexString(hex), web);
            Assert.Equal(((int)StatusCode.InvalidArgument).ToString(), code);
            Assert.Equal(("eschool", "REQUEST_INVALID"), (InfoOf(status).Domain, InfoOf(status).Reason));
        }
    }

    [Fact]
    public async Task AMessageBeyondTheLimit_HasAnErrorInfo()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() =>
            new CatalogService.CatalogServiceClient(fixture.Channel)
                .SearchCoursesAsync(new SearchCoursesRequest { Query = new string('x', 300_000) })
                .ResponseAsync
        );
        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LONG"), (fault.StatusCode, fault.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason));
    }

    [Fact]
    public async Task AMalformedFrame_OnAStream_IsInvalidArgument()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var raw = Marshallers.Create(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, ChatService.Descriptor.FullName, "Connect", raw, raw);
        using var call = fixture.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new Grpc.Core.CallOptions(headers));
        await call.RequestStream.WriteAsync([0x0A, 0xFF, 0x01]);

        // The chat reads its own first frame, and says what it missed.
        await Status.OfAsync(StatusCode.InvalidArgument, "JOIN_MISSING", () => call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task AFloodOfThem_IsCountedByAddress_AndWritesFewLines()
    {
        await using var api = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings: [("Calls__RateLimits__Read__PerMinute", "60"), ("Calls__RateLimits__Read__Burst", "20")]
        );
        var before = api.Log.Length;
        var codes = new List<string>();
        for (var i = 0; i < 500; i++)
        {
            codes.Add((await CallAsync(Search, [0x0A, 0xFF, 0x01], web: i % 2 == 0, api)).Code);
        }

        var (invalid, exhausted) = (((int)StatusCode.InvalidArgument).ToString(), ((int)StatusCode.ResourceExhausted).ToString());
        Assert.Equal([invalid, exhausted], codes.Distinct());
        Assert.InRange(codes.Count(code => code == invalid), 20, 120);
        Assert.InRange(api.Log.Length - before, 0, 60_000);
        Assert.DoesNotContain("   at ", api.Log[before..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStatus_FitsIntoHeaders_HoweverMuchIsWrong()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var request = new ReviewPayoutsRequest
        {
            Reviews = { Enumerable.Range(0, 500).Select(i => new ReviewPayoutRequest { RequestId = "no uuid", Name = $"payouts/{i}" }) },
        };
        var fault = await Assert.ThrowsAsync<RpcException>(() =>
            new EarningsService.EarningsServiceClient(fixture.Channel).ReviewPayoutsAsync(request, headers).ResponseAsync
        );
        var status = fault.GetRpcStatus()!;
        Assert.Equal("REQUEST_INVALID", status.GetDetail<ErrorInfo>()!.Reason);
        var told = status.GetDetail<BadRequest>()!.FieldViolations.Count;
        Assert.InRange(told, 5, 20);
        Assert.InRange(int.Parse(status.GetDetail<ErrorInfo>()!.Metadata["violations_left_out"]), 500 - told, 10_000);
        Assert.InRange((4 * ((status.CalculateSize() + 2) / 3)) + Uri.EscapeDataString(status.Message).Length, 0, 4_000);
    }

    [Theory]
    [InlineData("Ada\u0007", "U+0007")]
    [InlineData("Ada\u202E", "U+202E")]
    [InlineData("\u200B", "seen")]
    [InlineData("\u0301", "U+0301")]
    [InlineData("Ada\nhttps://evil.example", "U+000A")]
    public async Task ANameNobodyCanRead_IsRefused_WithItsReason(string name, string named)
    {
        var request = new RegisterRequest
        {
            Email = $"{Guid.NewGuid():N}@eschool.test",
            Password = "correct horse battery",
            DisplayName = name,
        };
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new IdentityService.IdentityServiceClient(fixture.Channel).RegisterAsync(request).ResponseAsync
        );
        var violation = Assert.Single(status.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal("display_name", violation.Field);
        Assert.Contains(named, violation.Description, StringComparison.Ordinal);
    }

    private async Task<(string Code, string Details)> CallAsync(string method, byte[] message, bool web, SchoolProcess? api = null)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent([0, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length)), .. message]);
        content.Headers.ContentType = new MediaTypeHeaderValue(web ? "application/grpc-web+proto" : "application/grpc");
        api ??= fixture.Api;
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(web ? api.Web : api.Grpc!, method)) { Content = content };
        (call.Version, call.VersionPolicy) = (web ? HttpVersion.Version11 : HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        call.Headers.TE.ParseAdd("trailers");
        using var answer = await http.SendAsync(call);
        await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Contains("grpc-status") ? answer.Headers : answer.TrailingHeaders;
        return (headers.GetValues("grpc-status").Single(), headers.TryGetValues("grpc-status-details-bin", out var details) ? details.Single() : "");
    }

    private static ErrorInfo InfoOf(string details)
    {
        var padded = details.PadRight((details.Length + 3) / 4 * 4, '=');
        return Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(padded)).GetDetail<ErrorInfo>()!;
    }

    public sealed class Counted : ApiFixture { }
}
