using System.ComponentModel.DataAnnotations;
using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Application.Tests.Payouts;

/// <summary>Thresholds are about as much in every currency: EUR 10.00 is JPY 1,000, not JPY 10.</summary>
public sealed class PayoutThresholdTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Payouts:MinimumUnitsIn:GBP", "25"));
        stripe = new StripeEmulator(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Theory]
    [InlineData(999, "JPY", "1000 JPY")]
    [InlineData(9_990, "KWD", "10.000 KWD")]
    [InlineData(999, "EUR", "10.00 EUR")]
    [InlineData(2_499, "GBP", "25.00 GBP")]
    public async Task TheSmallestPayout_IsOfTheCurrency(long minorUnits, string currency, string minimum)
    {
        var instructor = await EarnedAsync(1_000_000, currency);
        var refusal = await Refused.WithAsync(PayoutReasons.PayoutBelowMinimum, () => RequestAsync(instructor, minorUnits, currency));
        Assert.Equal(minimum, refusal.Metadata["minimum"].ToString());
        Assert.Equal(PayoutState.Requested, (await RequestAsync(instructor, minorUnits + 10, currency)).State);
    }

    [Theory]
    [InlineData(6_000, "JPY", PayoutState.Approved)]
    [InlineData(500_000, "JPY", PayoutState.Requested)]
    [InlineData(499_999, "EUR", PayoutState.Approved)]
    [InlineData(500_000, "EUR", PayoutState.Requested)]
    public async Task FourEyes_AreOfTheCurrency(long minorUnits, string currency, PayoutState after)
    {
        var instructor = await EarnedAsync(minorUnits, currency);
        var payout = await RequestAsync(instructor, minorUnits, currency);
        var admin = await school.AdminAsync();
        Assert.Equal(
            after,
            (await school.DoAsync<ReviewPayout, Payout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None))).State
        );
    }

    [Fact]
    public async Task APayoutInThreeDecimals_IsWhatStripeTransfers()
    {
        var instructor = await EarnedAsync(50_005, "KWD");
        var simulation = await school.DoAsync<SimulatePayout, PayoutSimulation>(s => s.ExecuteAsync(instructor, "KWD", CancellationToken.None));
        Assert.Equal(50_000, simulation.Payable.MinorUnits);
        await stripe.FundAsync(200_000, "kwd");
        var payout = await RequestAsync(instructor, 50_005, "KWD");
        var admin = await school.AdminAsync();
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
        Assert.Equal(
            (PayoutState.Paid, 50_000),
            (
                (await school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout.Id, CancellationToken.None))) is var paid
                    ? (paid.State, paid.MinorUnits)
                    : default
            )
        );
        var reversed = await school.DoAsync<ReversePayout, Payout>(r =>
            r.ExecuteAsync(admin, payout.Id, new Money(1_001, "KWD"), "Too much.", CancellationToken.None)
        );
        Assert.Equal(1_000, reversed.ReversedMinorUnits);
    }

    [Theory]
    [InlineData("XYZ", 5, false)]
    [InlineData("JPY", -1, false)]
    [InlineData("JPY", 500, true)]
    public void AThresholdOfACurrencyThatIsNotThere_KeepsTheProgramFromStarting(string currency, long units, bool isValid)
    {
        var options = new PayoutOptions { MinimumUnitsIn = { [currency] = units } };
        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }

    private async Task<Actor> EarnedAsync(long minorUnits, string currency)
    {
        var instructor = await school.InstructorAsync();
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
        await school.EarnAsync(instructor, minorUnits, currency);
        return instructor;
    }

    private Task<Payout> RequestAsync(Actor instructor, long minorUnits, string currency) =>
        school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, currency), CancellationToken.None));
}
