using ESchool.Application.Ledger.Verification;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Tests.Support;
using Npgsql;

namespace ESchool.Application.Tests.Ledger;

/// <summary>Postings and documents that do not fit: each is found and named.</summary>
public sealed class LedgerLineageTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [InlineData("UPDATE payments.orders SET paid_at = NULL", "Sale ", "has no paid order.")]
    [InlineData(
        "UPDATE payments.orders SET total_minor_units = total_minor_units + 1",
        "The sale of order ",
        "is booked with 4900 EUR, and 4901 EUR were paid."
    )]
    [InlineData("DELETE FROM ledger.earnings", "Of the sale orders/", "3920 were posted as held, and 0 were earned.")]
    [InlineData("UPDATE ledger.earnings SET instructor_id = gen_random_uuid()", "Of the sale orders/", "0 were posted as held, and 3920 were earned.")]
    [InlineData("UPDATE ledger.earnings SET released_at = NULL", "The release of orders/", "has no earning that is released.")]
    [InlineData("UPDATE payments.refunds SET id = gen_random_uuid()", "Refund ", "has 0 postings.")]
    [InlineData("UPDATE payments.refunds SET id = gen_random_uuid()", "Transaction ", ", which is not there.")]
    [InlineData(
        "INSERT INTO payments.disputes (id, order_id, stripe_dispute_id, minor_units, currency, reason, state, noted_at) SELECT gen_random_uuid(), id, 'du_1', 1, 'EUR', '', 2, now() FROM payments.orders LIMIT 1",
        "Dispute ",
        "has 0 openings, 0 ends won and 0 lost."
    )]
    [InlineData("UPDATE payouts.payouts SET state = 4", "Payout ", "has 1 requests, 0 returns and 0 payments of its amount.")]
    [InlineData("UPDATE payouts.payouts SET minor_units = minor_units - 1", "Payout ", "has 0 requests, 0 returns and 0 payments of its amount.")]
    [InlineData("UPDATE payments.orders SET tax_behavior = 2, tax_minor_units = 1", "The sale of order ", "is booked with a tax of 0 EUR, and 1 were tax.")]
    [InlineData("UPDATE payouts.payouts SET state = 4, reversed_minor_units = 1", "Payout ", "counts 1 reversed, and its reversals sum to 0.")]
    [InlineData(
        "INSERT INTO payouts.transfer_reversals (id, payout_id, stripe_reversal_id, minor_units, noted_at) SELECT gen_random_uuid(), id, 'trr_1', 1, now() FROM payouts.payouts",
        "Transfer reversal ",
        "has 0 postings of its amount."
    )]
    public async Task APostingAndADocumentThatDoNotFit_AreFound(string forgery, string beginning, string end)
    {
        var course = await school.PublishedCourseAsync();
        await school.ReadyPayoutAccountAsync(course.Instructor, "acct_1");
        await school.HearAsync(SoldCourses.RefundOf(await school.SellAsync(course), 1_000));
        await school.ReleaseAsync(await school.SellAsync(course));
        await school.DoAsync<RequestPayout>(r => r.ExecuteAsync(course.Instructor, new Money(2_000, "EUR"), CancellationToken.None));
        await school.RequireSoundLedgerAsync();

        await using var connection = new NpgsqlConnection(school.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(forgery, connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        var report = await school.DoAsync<VerifyLedger, LedgerReport>(v => v.ExecuteAsync(CancellationToken.None));
        Assert.Contains(report.Findings, finding => finding.StartsWith(beginning, StringComparison.Ordinal) && finding.EndsWith(end, StringComparison.Ordinal));
    }
}
