using System.Net;
using System.Text;
using ESchool.Tests.Support;
using Google.Rpc;
using Grpc.Core;

namespace ESchool.Api.Tests.Json;

/// <summary>Calls over JSON that miss: parameters that are none, or can't be read, paths at which nothing is, and other methods.</summary>
public sealed class JsonQueryTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    [Theory]
    [InlineData("/v1/courses:search?page_size=many", "page_size", "MALFORMED")]
    [InlineData("/v1/courses:search?pageSize=99999999999", "pageSize", "MALFORMED")]
    [InlineData("/v1/courses:search?page_size=1&page_size=2", "page_size", "DUPLICATE")]
    [InlineData("/v1/courses:search?page_size=1&pageSize=2", "pageSize", "DUPLICATE")]
    [InlineData("/v1/courses:search?query=%ff%fe", "query", "MALFORMED")]
    [InlineData("/v1/courses:search?order_by=BEST", "order_by", "UNKNOWN_VALUE")]
    public async Task AParameterThatCannotBeRead_NamesItsField(string path, string field, string fault)
    {
        using var answer = await http.GetAsync(path);
        Assert.Equal([(field, fault)], await ViolationsAsync(answer));
    }

    [Theory]
    [InlineData("/v1/courses:search?qery=compilers", "qery")]
    [InlineData("/v1/courses:search?page_size=1&utm_source=letter", "utm_source")]
    [InlineData("/v1/courses:search?PAGE_SIZE=1", "PAGE_SIZE")]
    [InlineData("/v1/courses:search?query.text=compilers", "query.text")]
    [InlineData("/v1/courses/00000000-0000-7000-8000-000000000000?name=courses/1", "name")]
    [InlineData("/v1/courses:search?=1", "")]
    public async Task AParameterThatTheCallDoesNotHave_IsRefusedByName(string path, string field)
    {
        using var answer = await http.GetAsync(path);
        Assert.Equal([(field, "NOT_ALLOWED")], await ViolationsAsync(answer));
    }

    [Fact]
    public async Task ACallWithABody_TakesNoParameters()
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/sessions:signIn?email=ada@eschool.test", body);
        Assert.Equal([("email", "NOT_ALLOWED")], await ViolationsAsync(answer));
    }

    [Fact]
    public async Task ManyLongNames_AreAnswerOfBoundedSize()
    {
        var query = string.Join('&', Enumerable.Range(0, 60).Select(n => $"{new string('x', 50)}{n}{new string('y', 30)}=1"));
        using var answer = await http.GetAsync($"/v1/courses:search?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.InRange((await answer.Content.ReadAsStringAsync()).Length, 1, 8_192);
    }

    [Theory]
    [InlineData("/v1/courses:search?query=compilers&page_size=2&pageToken=")]
    [InlineData("/v1/courses:search?pageSize=2")]
    [InlineData("/v1/courses:search?query=%EF%BF%BD")]
    [InlineData("/v1/school")]
    public async Task ParametersOfTheCall_AreTaken_ByBothNames(string path)
    {
        using var answer = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1/nothing")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/courses/1/nothing/2")]
    [InlineData("DELETE", "/v1/nothing/at/all")]
    public async Task APathOfNoCall_IsNotFound_WithAStatus(string method, string path)
    {
        using var answer = await SendAsync(method, path);
        var status = await StatusAsync(answer);
        Assert.Equal((HttpStatusCode.NotFound, (int)StatusCode.NotFound), (answer.StatusCode, status.Code));
        Assert.Equal("PATH_UNKNOWN", status.GetDetail<ErrorInfo>()!.Reason);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("POST", "/v1/courses:search", "GET")]
    [InlineData("GET", "/v1/sessions:signIn", "POST")]
    [InlineData("PUT", "/v1/users/me", "GET")]
    [InlineData("DELETE", "/v1/orders", "GET")]
    public async Task AnotherMethod_IsNotAllowed_WithAStatus_AndSaysWhichIs(string method, string path, string allowed)
    {
        using var answer = await SendAsync(method, path);
        var status = await StatusAsync(answer);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, (int)StatusCode.Unimplemented), (answer.StatusCode, status.Code));
        var info = status.GetDetail<ErrorInfo>()!;
        Assert.Equal(("METHOD_NOT_ALLOWED", allowed), (info.Reason, info.Metadata["methods"]));
        Assert.Contains(allowed, answer.Content.Headers.Allow);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return await http.SendAsync(request);
    }

    private static async Task<Google.Rpc.Status> StatusAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return HttpCalls.StatusOf(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<IReadOnlyList<(string Field, string Fault)>> ViolationsAsync(HttpResponseMessage answer)
    {
        var status = await StatusAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, (int)StatusCode.InvalidArgument), (answer.StatusCode, status.Code));
        Assert.Equal("REQUEST_INVALID", status.GetDetail<ErrorInfo>()!.Reason);
        return [.. status.GetDetail<BadRequest>()!.FieldViolations.Select(v => (v.Field, v.Reason))];
    }
}
