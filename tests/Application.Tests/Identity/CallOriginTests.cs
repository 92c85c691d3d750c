using System.Net;

namespace ESchool.Application.Tests.Identity;

/// <summary>What is kept of where a call came from: the network, never the address.</summary>
public sealed class CallOriginTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48")]
    public void OnlyTheNetwork_IsKept(string address, string network)
    {
        var origin = new CallOrigin();
        origin.Set(IPAddress.Parse(address), "browser");
        Assert.Equal(network, origin.Network);
    }

    [Fact]
    public void WithoutAnAddress_OrWithAnEndlessUserAgent_NothingBreaks()
    {
        var origin = new CallOrigin();
        origin.Set(address: null, new string('x', 10_000));
        Assert.Equal(("", 200), (origin.Network, origin.UserAgent.Length));
    }
}
