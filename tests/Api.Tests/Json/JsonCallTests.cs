using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Google.Rpc;
using Grpc.Core;
using Npgsql;

namespace ESchool.Api.Tests.Json;

/// <summary>Calls with JSON: the same answers as over gRPC, and the same refusals.</summary>
public sealed class JsonCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    [Fact]
    public async Task ACourse_IsReadByItsName()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var answer = await http.GetFromJsonAsync<JsonNode>($"/v1/courses/{course.Id}");
        Assert.Equal(($"courses/{course.Id}", "EUR"), ((string?)answer!["course"]!["name"], (string?)answer["course"]!["price"]!["currencyCode"]));
        Assert.Equal(JsonValueKind.String, answer["course"]!["price"]!["units"]!.GetValueKind());
    }

    [Fact]
    public async Task AWholeSignIn_WorksWithJson()
    {
        using var refused = await http.PostAsJsonAsync("/v1/sessions:signIn", new { email = "nobody@eschool.test", password = "not the right one" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("CREDENTIALS_INVALID", (await InfoOf(refused)).Reason);

        var student = await fixture.School.StudentAsync();
        using var me = new HttpRequestMessage(HttpMethod.Get, "/v1/users/me")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await fixture.TokenAsync(student)) },
        };
        using var answer = await http.SendAsync(me);
        Assert.Equal($"users/{student.UserId}", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["user"]!["name"]);
    }

    [Fact]
    public async Task APage_IsReadByItsCourseOrItsSlug_NotByBoth()
    {
        var course = await fixture.School.PublishedCourseAsync();
        foreach (var path in new[] { $"courses/{course.Id}/page", $"coursePages/{course.Id}" })
        {
            var answer = await http.GetFromJsonAsync<JsonNode>($"/v1/{path}");
            Assert.Equal($"courses/{course.Id}", (string?)answer!["page"]!["course"]!["name"]);
        }

        using var both = await http.GetAsync($"/v1/coursePages/{course.Id}?course=courses/{course.Id}");
        Assert.Equal((HttpStatusCode.BadRequest, "REQUEST_INVALID"), (both.StatusCode, (await InfoOf(both)).Reason));
    }

    [Fact]
    public async Task ARefusal_IsAStatusWithItsDetails()
    {
        using var answer = await http.GetAsync($"/v1/courses/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var info = await InfoOf(answer);
        Assert.Equal(("eschool", "COURSE_NOT_FOUND"), (info.Domain, info.Reason));
        Assert.StartsWith("courses/", info.Metadata["course"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARequestOfTheWrongShape_NamesEveryField()
    {
        using var answer = await http.PostAsJsonAsync(
            "/v1/users:register",
            new
            {
                email = "no address",
                password = "short",
                displayName = "",
            }
        );
        var status = HttpCalls.StatusOf(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, (int)StatusCode.InvalidArgument), (answer.StatusCode, status.Code));
        Assert.Equal(
            [("display_name", "REQUIRED"), ("email", "MALFORMED"), ("password", "TOO_SHORT")],
            status.GetDetail<BadRequest>()!.FieldViolations.Select(v => (v.Field, v.Reason)).Order()
        );
    }

    /// <summary>The library would say such things in its own words, and count them for nobody.</summary>
    [Theory]
    [InlineData("""{"email": """, "application/json")]
    [InlineData("""{"email": 5}""", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("{}", "text/plain")]
    [InlineData("{}", "application/grpc")]
    [InlineData("{}", "application/x-www-form-urlencoded")]
    public async Task WhatCannotBeRead_IsInvalidArgument_WithAnErrorInfo(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.PostAsync("/v1/users:register", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("REQUEST_INVALID", (await InfoOf(answer)).Reason);
    }

    [Fact]
    public async Task AQueryThatCannotBeRead_IsInvalidArgument_WithAnErrorInfo()
    {
        using var answer = await http.GetAsync("/v1/courses:search?page_size=many");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("REQUEST_INVALID", (await InfoOf(answer)).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AMessageBeyondTheLimit_IsRefused_WhetherItsLengthIsAnnouncedOrNot(bool announced)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"email": "{{new string('a', 300 * 1024)}}"}""");
        using var content = announced ? new ByteArrayContent(body) : (HttpContent)new StreamContent(new Unannounced(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync("/v1/users:register", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("MESSAGE_TOO_LONG", (await InfoOf(answer)).Reason);
    }

    [Fact]
    public async Task AFlood_IsToldWhenToTryAgain_AlsoWhatCannotBeRead()
    {
        await using var strict = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings:
            [
                ("Calls__RateLimits__Write__PerMinute", "60"),
                ("Calls__RateLimits__Write__Burst", "3"),
                ("Calls__RateLimits__Credentials__PerMinute", "60"),
                ("Calls__RateLimits__Credentials__Burst", "3"),
            ]
        );
        using var client = new HttpClient { BaseAddress = strict.Web };
        for (var call = 0; ; call++)
        {
            Assert.InRange(call, 0, 20);
            using var content = new StringContent("no JSON", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/v1/users:register", content);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal("RATE_LIMITED", (await InfoOf(answer)).Reason);
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
                return;
            }
        }
    }

    [Fact]
    public async Task ACallThatTakesTooLong_IsEnded()
    {
        await using var hasty = await SchoolProcess.StartApiAsync(fixture.School.Database, settings: [("Calls__MaximumDeadline", "00:00:01")]);
        using var client = new HttpClient { BaseAddress = hasty.Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await fixture.TokenAsync(await fixture.School.StudentAsync()));
        await using var other = new NpgsqlConnection(fixture.School.Database.OwnerConnection);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE identity.users IN ACCESS EXCLUSIVE MODE", other, transaction);
        await hold.ExecuteNonQueryAsync();
        using var answer = await client.GetAsync("/v1/users/me");
        var status = HttpCalls.StatusOf(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.GatewayTimeout, (int)StatusCode.DeadlineExceeded), (answer.StatusCode, status.Code));
    }

    [Fact]
    public async Task ABodyThatNeverEnds_IsEnded()
    {
        await using var hasty = await SchoolProcess.StartApiAsync(fixture.School.Database, settings: [("Calls__MaximumDeadline", "00:00:02")]);
        using var line = new TcpClient(hasty.Web.Host, hasty.Web.Port);
        var half = Encoding.ASCII.GetBytes(
            "POST /v1/users:register HTTP/1.1\r\nHost: eschool.test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        );
        await line.GetStream().WriteAsync(half);
        using var reader = new StreamReader(line.GetStream());
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Browsers_AreTreatedAsOverGrpcWeb()
    {
        using var own = await AskAsync(ApiFixture.FrontendOrigin);
        Assert.Equal(ApiFixture.FrontendOrigin, Assert.Single(own.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("retry-after", Assert.Single(own.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(own.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("no-store", Assert.Single(own.Headers.GetValues("Cache-Control")), StringComparison.Ordinal);
        using var foreign = await AskAsync("https://evil.test");
        Assert.DoesNotContain(foreign.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task TheDescription_IsForEverybody_AndIsKept()
    {
        using var answer = await http.GetAsync("/openapi/v1.json");
        Assert.Equal("public, max-age=3600", answer.Headers.CacheControl!.ToString());
        var document = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Assert.NotNull(document!["paths"]!["/v1/courses:search"]);
        var lesson = document["paths"]!["/v1/enrollments/{enrollment}/lessons/{lesson}"]!["get"];
        Assert.Equal(("GetLesson", 2), ((string?)lesson!["operationId"], lesson["parameters"]!.AsArray().Count));
        Assert.NotNull(lesson["security"]);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var same = await http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    public void Dispose() => http.Dispose();

    private static async Task<ErrorInfo> InfoOf(HttpResponseMessage answer) =>
        HttpCalls.StatusOf(await answer.Content.ReadAsStringAsync()).GetDetail<ErrorInfo>()!;

    private async Task<HttpResponseMessage> AskAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/courses:search") { Headers = { { "Origin", origin } } };
        return await http.SendAsync(request);
    }

    /// <summary>Bytes that say nothing of their number.</summary>
    private sealed class Unannounced(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
