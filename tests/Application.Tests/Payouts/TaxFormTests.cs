using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

/// <summary>What is paid in a year without a tax form.</summary>
public sealed class TaxFormTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync(("Payouts:TaxFormFreeUnits", "100"));

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task BeyondTheYearsLimit_PayoutsAreRefused_UntilTheFormIsOnFile()
    {
        var (instructor, admin) = (await EarnedAsync(500_00), await school.AdminAsync());

        // What is cancelled is not paid, and does not count.
        await CancelAsync(instructor, await RequestAsync(instructor, 60_00));
        await SettleAsync(await RequestAsync(instructor, 60_00));
        await SettleAsync(await RequestAsync(instructor, 40_00));
        var refusal = await Refused.WithAsync(PayoutReasons.TaxFormMissing, () => RequestAsync(instructor, 10_00));
        Assert.Equal(("100.00 EUR", "110.00 EUR"), ($"{refusal.Metadata["free"]}", $"{refusal.Metadata["year"]}"));
        Assert.Equal(
            [PayoutReasons.TaxFormMissing],
            (await school.DoAsync<SimulatePayout, PayoutSimulation>(s => s.ExecuteAsync(instructor, "EUR", CancellationToken.None))).Refusals.Select(r =>
                r.Reason
            )
        );

        var noted = await RecordAsync(admin, instructor.UserId, isOnFile: true);
        Assert.NotNull(noted.TaxFormAt);
        await SettleAsync(await RequestAsync(instructor, 10_00));
        await RecordAsync(admin, instructor.UserId, isOnFile: false);
        await Refused.WithAsync(PayoutReasons.TaxFormMissing, () => RequestAsync(instructor, 10_00));
        Assert.Equal(2, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "payout.tax_form" && e.ActorId == admin.UserId)));
    }

    [Fact]
    public async Task AnotherYear_BeginsAtNothing_AndAnotherInstructorsFormIsNobodyElses()
    {
        var (instructor, other) = (await EarnedAsync(500_00), await EarnedAsync(500_00));
        await RecordAsync(await school.AdminAsync(), other.UserId, isOnFile: true);
        await SettleAsync(await RequestAsync(instructor, 100_00));
        await Refused.WithAsync(PayoutReasons.TaxFormMissing, () => RequestAsync(instructor, 10_00));
        await RequestAsync(other, 400_00);
        school.Clock.Advance(TimeSpan.FromDays(366));
        await RequestAsync(instructor, 100_00);
    }

    [Fact]
    public async Task TheFormOfWhoIsNoInstructor_IsNotNoted()
    {
        var (student, admin) = (await school.StudentAsync(), await school.AdminAsync());
        await Refused.WithAsync(InstructorReasons.InstructorNotFound, () => RecordAsync(admin, student.UserId, isOnFile: true));
    }

    private Task<PayoutTerms> RecordAsync(Actor admin, Guid instructorId, bool isOnFile) =>
        school.DoAsync<RecordTaxForm, PayoutTerms>(r => r.ExecuteAsync(admin, instructorId, isOnFile, CancellationToken.None));

    private async Task<Guid> RequestAsync(Actor instructor, long minorUnits) =>
        (await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None))).Id;

    private Task CancelAsync(Actor instructor, Guid payoutId) =>
        school.DoAsync<CancelPayout>(c => c.ExecuteAsync(instructor, payoutId, CancellationToken.None));

    /// <summary>As if Stripe had made the transfer; the ledger is of no concern here.</summary>
    private Task SettleAsync(Guid payoutId) =>
        school.ReadAsync(db => db.Payouts.Where(p => p.Id == payoutId).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PayoutState.Paid)));

    private async Task<Actor> EarnedAsync(long minorUnits)
    {
        var instructor = await school.InstructorAsync();
        await school.ReadyPayoutAccountAsync(instructor, $"acct_{Guid.NewGuid():N}");
        await school.EarnAsync(instructor, minorUnits);
        return instructor;
    }
}
