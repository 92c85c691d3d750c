using ESchool.Application.Administration.Exports;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.StripeEvents;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>In every sweep there is, the first row fails at the database, and the one behind it is done.</summary>
public sealed class EverySweepTests : IAsyncLifetime
{
    /// <summary>By the name under which failures are counted.</summary>
    private static readonly Dictionary<string, SweepCase> Cases = new()
    {
        ["release-holds"] = SweepCase.Of<ReleaseHolds>(DueMoney.EarningsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["close-checkouts"] = SweepCase.Of<CloseCheckouts>(DueMoney.OpenPagesAsync, (sweep, due, none) => sweep.ExecuteAsync(due.CourseId, none)),
        ["retry-waiting-payouts"] = SweepCase.Of<RetryWaitingPayouts>(DueMoney.WaitingPayoutsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["reconcile-payouts"] = SweepCase.Of<ReconcilePayouts>(DueMoney.UncertainPayoutsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["request-monthly-payouts"] = SweepCase.Of<RequestMonthlyPayouts>(DueMoney.MonthlyEarningsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["divide-months"] = SweepCase.Of<DivideMonths>(DueMemberships.MonthsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["sync-lapsed-subscriptions"] = SweepCase.Of<SyncLapsedSubscriptions>(DueMemberships.LapsedAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["end-closed-memberships"] = SweepCase.Of<EndClosedMemberships>(DueMemberships.OfClosedAccountsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["expire-data-exports"] = SweepCase.Of<ExpireDataExports>(DueThings.ExportsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["purge-covers"] = SweepCase.Of<PurgeCovers>(DueThings.CoversAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["expire-course-exports"] = SweepCase.Of<ExpireCourseExports>(DuePackages.ExportsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["expire-exports"] = SweepCase.Of<ExpireExports>(DuePackages.TablesAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["purge-course-imports"] = SweepCase.Of<PurgeCourseImports>(DuePackages.ImportsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["erase-accounts"] = SweepCase.Of<EraseAccounts>(DueThings.AccountsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["delete-application-documents"] = SweepCase.Of<DeleteApplicationDocuments>(DueThings.ApplicationsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["sync-pending-accounts"] = SweepCase.Of<SyncPendingAccounts>(DueThings.PayoutAccountsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["fold-engagement"] = SweepCase.Of<FoldEngagement>(DueThings.EngagementAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["repair-completions"] = SweepCase.Of<RepairCompletions>(DueThings.CompletionsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["abandon-expired-uploads"] = SweepCase.Of<AbandonExpiredUploads>(DueThings.UploadsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["sweep-stripe-events"] = SweepCase.Of<SweepStripeEvents>(DueThings.MissingEventsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
        ["repeat-stripe-events"] = SweepCase.Of<SweepStripeEvents>(DueThings.StuckEventsAsync, (sweep, _, none) => sweep.ExecuteAsync(none)),
    };

    private readonly FailingRow failing = new();

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(services => services.ConfigureDbContext<SchoolDbContext>(options => options.AddInterceptors(failing)));
        stripe = new StripeEmulator(school.Database);
        await school.PrepareStorageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ARowThatFails_IsCounted_AndKeepsTheOneBehindItNotWaiting(string sweep)
    {
        var due = await Cases[sweep].ArrangeAsync(school, stripe);
        Assert.Equal((false, false), (await due.IsDoneAsync(due.First), await due.IsDoneAsync(due.Second)));

        // A sweep may say in the end that not everything is done.
        await failing.WhileItFailsAsync(due.First, due.Second, () => Record.ExceptionAsync(() => SweepAsync(sweep, due)).AsTask());
        Assert.True(failing.CameFirst, "The row that failed was not the first one.");
        Assert.Equal((false, true), (await due.IsDoneAsync(due.First), await due.IsDoneAsync(due.Second)));
        var failure = Assert.Single(await school.ReadAsync(db => db.SweepFailures.ToListAsync()));
        Assert.Equal((sweep, RowOf(due.First), 1), (failure.Sweep, failure.RowId, failure.Failures));
        Assert.Contains(FailingRow.Words, failure.Error, StringComparison.Ordinal);

        school.Clock.Advance(TimeSpan.FromSeconds(61));
        await SweepAsync(sweep, due);
        Assert.True(await due.IsDoneAsync(due.First), "The row that works again was not done.");
        Assert.False(await school.ReadAsync(db => db.SweepFailures.AnyAsync()), "The failure is still counted.");
    }

    [Fact]
    public void EveryUseCaseThatTakesTheSweep_IsHere()
    {
        var sweeps = typeof(Sweep)
            .Assembly.GetTypes()
            .Where(type => type.GetConstructors().SelectMany(c => c.GetParameters()).Any(p => p.ParameterType == typeof(Sweep)));
        Assert.Equal(sweeps.Select(type => type.Name).Order(), Cases.Values.Select(c => c.UseCase.Name).Distinct().Order());
    }

    private Task SweepAsync(string sweep, DueRows due) => Cases[sweep].SweepAsync(school, due);

    /// <summary>Stripe's ids are none of ours.</summary>
    private static Guid RowOf(string id) => Guid.TryParse(id, out var row) ? row : Sweep.IdOf(id);
}
