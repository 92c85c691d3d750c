using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;

namespace ESchool.Api.Tests.Abuse;

/// <summary>Callers who say they come from elsewhere: nobody listens, unless a trusted proxy says it.</summary>
public sealed class SpoofedAddressTests(SpoofedAddressTests.OneCallApi fixture) : IClassFixture<SpoofedAddressTests.OneCallApi>
{
    [Fact]
    public async Task AStrangersForwardedFor_ChangesNothing()
    {
        Assert.Equal(0, await AnsweredAsync(fixture.Channel, i => $"203.0.113.{i}") - 3);
        Assert.Equal(0, await AnsweredAsync(fixture.Channel, i => $"198.51.100.{i}"));
    }

    [Fact]
    public async Task AStrangersForwardedProto_ChangesNothing()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Api.Web, "healthz"));
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task ATrustedProxy_IsBelieved_AndWhatItsClientInventedIsNot()
    {
        await using var behindProxy = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings: [.. OneCallApi.Strict, ("Calls__TrustedProxies__0", "127.0.0.0/8"), ("Calls__TrustedProxies__1", "10.0.0.0/8")]
        );
        using var channel = GrpcChannel.ForAddress(behindProxy.Grpc!);

        // Each address has its own three calls, also behind a second trusted proxy.
        Assert.Equal(9, await AnsweredAsync(channel, i => $"192.0.2.{i % 3}"));
        Assert.Equal(3, await AnsweredAsync(channel, i => "192.0.2.77, 10.1.2.3"));

        // What stands left of the first stranger is the stranger's word.
        Assert.Equal(3, await AnsweredAsync(channel, i => $"203.0.113.{i}, 192.0.2.99"));
    }

    /// <summary>Calls thirty times with a forged header.</summary>
    private static async Task<int> AnsweredAsync(GrpcChannel channel, Func<int, string> forwardedFor)
    {
        var answered = 0;
        for (var i = 0; i < 30; i++)
        {
            try
            {
                await new CatalogService.CatalogServiceClient(channel).SearchCoursesAsync(
                    new SearchCoursesRequest(),
                    new Metadata { { "x-forwarded-for", forwardedFor(i) } }
                );
                answered++;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
            {
                // Counted with the others.
            }
        }

        return answered;
    }

    public sealed class OneCallApi : ApiFixture
    {
        public static (string Key, string Value)[] Strict => [("Calls__RateLimits__Read__PerMinute", "1"), ("Calls__RateLimits__Read__Burst", "3")];

        protected override (string Key, string Value)[] Settings => Strict;
    }
}
