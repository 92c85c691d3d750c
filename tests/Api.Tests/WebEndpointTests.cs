using System.Net;
using System.Text;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

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
        using var channel = GrpcChannel.ForAddress(fixture.Api.Web, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(mode, new HttpClientHandler()), HttpVersion = HttpVersion.Version11 });
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
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
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
    public async Task AWebhook_BeyondItsLimit_IsRefused()
    {
        using var content = new ByteArrayContent(new byte[300 * 1024]);
        using var answer = await http.PostAsync("/webhooks/stripe", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("master.m3u8")]
    [InlineData("240p.m3u8")]
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
