using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Instructors;

/// <summary>The country of a connected account is for ever, so it is asked first.</summary>
public sealed class PayoutCountryTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private static readonly Uri Page = new("https://eschool.test/payouts");

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheCountry_IsAskedBeforeTheAccountIsMade_AndStaysTheAccounts()
    {
        var instructor = await school.InstructorAsync();
        await Refused.WithAsync(InstructorReasons.CountryRequired, () => LinkAsync(instructor, ""));
        Assert.Contains(
            "ZZ",
            (await Refused.WithAsync(InstructorReasons.CountryNotSupported, () => LinkAsync(instructor, "ZZ"))).Metadata["message"].ToString(),
            StringComparison.Ordinal
        );
        await LinkAsync(instructor, "AT");
        Assert.Equal("AT", (await school.DoAsync<GetPayoutAccount, PayoutAccount>(g => g.ExecuteAsync(instructor, CancellationToken.None))).Country);
        await LinkAsync(instructor, "");
        await LinkAsync(instructor, "AT");
        Assert.Equal("AT", (await Refused.WithAsync(InstructorReasons.CountryFixed, () => LinkAsync(instructor, "DE"))).Metadata["country_code"]);
    }

    private Task<OnboardingLink> LinkAsync(Actor instructor, string country) =>
        school.DoAsync<CreatePayoutOnboardingLink, OnboardingLink>(c => c.ExecuteAsync(instructor, Page, Page, country, CancellationToken.None));
}
