using ESchool.Application.Identity;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ESchool.Application.Tests.Identity;

/// <summary>Clocks may differ by thirty seconds, and not by more; to the second, which over a wire nobody could measure.</summary>
public sealed class AccessTokenClockTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private static readonly TimeSpan Lifetime = new IdentityOptions().AccessTokenLifetime;

    [Theory]
    [InlineData(-29, true)]
    [InlineData(-31, false)]
    public Task ATokenOfTheFuture(int readerIsAhead, bool accepted) => RequireAsync(TimeSpan.FromSeconds(readerIsAhead), accepted);

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public Task ATokenThatHasExpired(int secondsAfterItsEnd, bool accepted) => RequireAsync(Lifetime + TimeSpan.FromSeconds(secondsAfterItsEnd), accepted);

    private async Task RequireAsync(TimeSpan readerIsAhead, bool accepted)
    {
        var (issuing, reading) = (new TestClock(), new TestClock());

        // Tokens tell the time in whole seconds: both clocks begin with one.
        var toTheSecond = TimeSpan.FromTicks(TimeSpan.TicksPerSecond - (issuing.GetUtcNow().Ticks % TimeSpan.TicksPerSecond));
        issuing.Advance(toTheSecond);
        reading.Advance(toTheSecond + readerIsAhead);
        var now = issuing.GetUtcNow();
        var user = new User("ada@eschool.test", "Ada", passwordHash: null, now);
        var session = new Session(user.Id, AuthenticationMethod.Password, secondFactor: false, "", "", now);
        var token = TokensOn(issuing).Issue(user, session).Token;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, TokensOn(reading).Validation);
        Assert.Equal(accepted, result.IsValid);
    }

    private AccessTokens TokensOn(TestClock clock) =>
        new(fixture.School.Services.GetRequiredService<SigningKeys>(), fixture.School.Services.GetRequiredService<IOptions<IdentityOptions>>(), clock);
}
