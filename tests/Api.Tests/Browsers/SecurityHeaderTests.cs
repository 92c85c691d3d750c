using ESchool.Tests.Support.Servers;

namespace ESchool.Api.Tests.Browsers;

/// <summary>What browsers are told with every answer: not to guess, not to frame, not to keep, not to run anything.</summary>
public sealed class SecurityHeaderTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const string Api = "default-src 'none'; frame-ancestors 'none'";

    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    [Theory]
    [InlineData("GET", "/healthz", Api, "same-origin")]
    [InlineData("GET", "/nothing-here", Api, "same-origin")]
    [InlineData("POST", "/webhooks/stripe", Api, "same-origin")]
    [InlineData("POST", "/webhooks/stripe?too-large", Api, "same-origin")]
    [InlineData("POST", "/eschool.catalog.v1.CatalogService/SearchCourses", Api, "same-origin")]
    [InlineData("GET", "/media/playback/forged/master.m3u8", Api, "cross-origin")]
    [InlineData("GET", "/verify/ES-0000-0000-0000", null, "same-origin")]
    public async Task EveryAnswer_TellsBrowsersWhatTheyMayNot(string method, string path, string? policy, string resourcePolicy)
    {
        using var answer = await AskAsync(http, method, path);
        Assert.Equal("nosniff", Only(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Only(answer, "Referrer-Policy"));
        Assert.Equal(resourcePolicy, Only(answer, "Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Only(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", Only(answer, "Cache-Control"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
        var actual = Only(answer, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; ", actual, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", actual, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", actual, StringComparison.Ordinal);
        if (policy is not null)
        {
            Assert.Equal(policy, actual);
        }
    }

    [Fact]
    public async Task TheVerificationPage_LooksAsItsPolicyAllows()
    {
        using var answer = await AskAsync(http, "GET", "/verify/ES-0000-0000-0000");
        var html = await answer.Content.ReadAsStringAsync();
        var style = html.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"style-src 'sha256-{hash}'", Only(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task BehindTls_BrowsersComeBackOverTlsOnly()
    {
        await using var secure = await SchoolProcess.StartApiAsync(fixture.School.Database, settings: ("Public__ApiUrl", "https://api.eschool.test"));
        using var overTls = new HttpClient { BaseAddress = secure.Web };
        using var answer = await AskAsync(overTls, "GET", "/healthz");
        Assert.Equal("max-age=31536000", Only(answer, "Strict-Transport-Security"));
    }

    public void Dispose() => http.Dispose();

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new ByteArrayContent(path.EndsWith("large", StringComparison.Ordinal) ? new byte[1024 * 1024] : [0, 0, 0, 0, 0]);
            request.Content.Headers.ContentType = new(path.Contains("eschool", StringComparison.Ordinal) ? "application/grpc-web+proto" : "application/json");
        }

        return await http.SendAsync(request);
    }

    private static string Only(HttpResponseMessage answer, string header) =>
        Assert.Single(
            answer.Headers.TryGetValues(header, out var values) ? values
            : answer.Content.Headers.TryGetValues(header, out values) ? values
            : []
        );
}
