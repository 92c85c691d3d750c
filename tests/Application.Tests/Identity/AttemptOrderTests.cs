using ESchool.Application.Identity.Sessions;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Identity;

/// <summary>Attempts at the same moment reach the database in any order.</summary>
public sealed class AttemptOrderTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnAttempt_ThatBeganBeforeAnotherAndIsCountedAfterIt_IsNotOneTooMany()
    {
        var email = await school.PersonAsync();
        await Refused.WithAsync(Domain.Identity.IdentityReasons.CredentialsInvalid, () => school.TrySignInAsync(email, "not this one"));
        school.Clock.Advance(TimeSpan.FromSeconds(-1));
        Assert.IsType<SignInOutcome.Opened>(await school.TrySignInAsync(email));
        school.Clock.Advance(TimeSpan.FromSeconds(1));
    }
}
