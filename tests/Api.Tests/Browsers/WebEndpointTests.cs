using System.Net;
using System.Security.Cryptography;
using System.Text;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests.Browsers;

/// <summary>The HTTP/1.1 port: gRPC-Web with CORS, webhooks, playback, health.</summary>
public sealed class WebEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task ABrowser_CallsOverGrpcWeb(GrpcWebMode mode)
    {
        var course = await fixture.School.PublishedCourseAsync();
        using var channel = GrpcChannel.ForAddress(
            fixture.Api.Web,
            new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(mode, new HttpClientHandler()), HttpVersion = HttpVersion.Version11 }
        );
        var answer = await new CatalogService.CatalogServiceClient(channel).GetCourseAsync(new GetCourseRequest { Name = $"courses/{course.Id}" });
        Assert.Equal("Compilers in an Afternoon", answer.Course.Title);
    }

    [Theory]
    [InlineData("https://frontend.test", true)]
    [InlineData("https://evil.test", false)]
    public async Task Cors_OpensToTheListedOriginsOnly(string origin, bool allowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/eschool.catalog.v1.CatalogService/SearchCourses");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-grpc-web");
        using var answer = await http.SendAsync(preflight);
        Assert.Equal(allowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1")]
    [InlineData("v1=abc")]
    [InlineData("t=999999999999999999999999,v1=00")]
    [InlineData("t=-1,v1=zz,v1=")]
    [InlineData(",,,===")]
    public async Task AWebhook_ThatStripeDidNotSign_Is400_Never500(string? signature)
    {
        foreach (var body in new[] { "", "not json", "{}", """{"id":"evt_1","type":"account.updated","livemode":false}""" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            if (signature is not null)
            {
                request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
            }

            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.False(await fixture.School.ReadAsync(db => db.StripeEvents.AnyAsync()));
    }

    [Fact]
    public async Task TenThousandForgedDeliveries_AreAllRefused_AndNoneIsAFaultOfOurs()
    {
        var answers = new int[600];
        await Parallel.ForAsync(
            0,
            10_000,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (seed, cancellationToken) =>
            {
                var random = new Random(seed);
                var body = $$"""{"id":"evt_{{seed}}","type":"checkout.session.completed","livemode":false,"data":{"object":{"id":"cs_{{seed}}"} } }""";
                var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                var signature = (seed % 6) switch
                {
                    0 => null,
                    1 => new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(32, 127))]),
                    2 => SignatureOf(body, now - random.Next(301, 1_000_000), SchoolSettings.StripeWebhookSecret),
                    3 => SignatureOf(body, now, $"whsec_{random.Next()}"),
                    4 => SignatureOf(body.Replace("evt_", "evt-", StringComparison.Ordinal), now, SchoolSettings.StripeWebhookSecret),
                    _ => SignatureOf(body, now, SchoolSettings.StripeWebhookSecret)[..^random.Next(1, 64)],
                };
                using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe")
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                if (signature is not null)
                {
                    request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
                }

                using var answer = await http.SendAsync(request, cancellationToken);
                Interlocked.Increment(ref answers[(int)answer.StatusCode]);
            }
        );
        Assert.Equal(10_000, answers[400]);
        Assert.False(await fixture.School.ReadAsync(db => db.StripeEvents.AnyAsync()));

        static string SignatureOf(string body, long time, string secret) =>
            $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }

    [Fact]
    public async Task AWebhook_BeyondItsLimit_IsRefused()
    {
        using var content = new ByteArrayContent(new byte[300 * 1024]);
        using var answer = await http.PostAsync("/webhooks/stripe", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("master.m3u8")]
    [InlineData("240p.m3u8")]
    [InlineData("240p/0.ts")]
    [InlineData("key")]
    [InlineData("poster.jpg")]
    public async Task APlayback_WithAForgedTicket_IsForbidden(string file)
    {
        using var answer = await http.GetAsync($"/media/playback/forged-ticket/{file}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task AnUnknownCertificate_IsNotGenuine()
    {
        using var answer = await http.GetAsync("/verify/ES-0000-0000-0000");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    public void Dispose() => http.Dispose();
}
