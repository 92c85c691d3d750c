using ESchool.Tests.Support.Servers;

namespace ESchool.Api.Tests.Browsers;

/// <summary>Pages of other origins: their scripts may neither call nor read.</summary>
public sealed class ForeignOriginTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const string Rpc = "/eschool.catalog.v1.CatalogService/SearchCourses";

    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("null")]
    [InlineData("https://frontend.test.evil.test")]
    [InlineData("https://evil-frontend.test")]
    [InlineData("http://frontend.test")]
    [InlineData("https://frontend.test:8443")]
    [InlineData("https://frontend.test/")]
    [InlineData("*")]
    public async Task AForeignOrigin_GetsNoLeave(string origin)
    {
        foreach (var method in new[] { HttpMethod.Options, HttpMethod.Post, HttpMethod.Get })
        {
            using var answer = await AskAsync(method, origin);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task TheFrontend_MayCallWithCredentials_AndIsNamedExactly()
    {
        using var answer = await AskAsync(HttpMethod.Options, ApiFixture.FrontendOrigin);
        Assert.Equal(ApiFixture.FrontendOrigin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Credentials")));
        Assert.DoesNotContain("DELETE", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
    }

    /// <summary>Out of the box, with no setting of origins: what e-mails link to is a frontend.</summary>
    [Fact]
    public async Task TheOriginThatMailsName_MayCall_AndTrace()
    {
        using var answer = await AskAsync(HttpMethod.Options, "http://127.0.0.1:3000");
        Assert.Equal("http://127.0.0.1:3000", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        var headers = Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")).Split(',');
        Assert.Superset(new HashSet<string>(["traceparent", "tracestate", "baggage"]), headers.ToHashSet());
    }

    [Theory]
    [InlineData("Calls__AllowedOrigins__0", "*")]
    [InlineData("Calls__AllowedOrigins__0", "null")]
    [InlineData("Calls__AllowedOrigins__0", "https://*.frontend.test")]
    [InlineData("Calls__AllowedOrigins__0", "https://frontend.test/")]
    [InlineData("Calls__AllowedOrigins__0", "https://frontend.test/app")]
    [InlineData("Calls__AllowedOrigins__0", "frontend.test")]
    [InlineData("Calls__AllowedOrigins__0", "https://Frontend.test")]
    [InlineData("Calls__AllowedOrigins__0", "file:///home")]
    [InlineData("Calls__TrustedProxies__0", "everybody")]
    [InlineData("Calls__TrustedProxies__0", "10.0.0.0/99")]
    [InlineData("Calls__RateLimits__Read__Burst", "0")]
    [InlineData("Calls__FirstFrameTimeout", "00:00:00")]
    public async Task ASettingThatOpensMoreThanItSays_KeepsTheProgramFromStarting(string key, string value)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => SchoolProcess.StartApiAsync(fixture.School.Database, settings: (key, value)));
        Assert.Contains("OptionsValidationException", fault.Message, StringComparison.Ordinal);
        Assert.Contains(key.Split("__")[1], fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string origin)
    {
        using var request = new HttpRequestMessage(method, Rpc);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-grpc-web");
        }
        else if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
            request.Content.Headers.ContentType = new("application/grpc-web+proto");
        }

        return await http.SendAsync(request);
    }
}
