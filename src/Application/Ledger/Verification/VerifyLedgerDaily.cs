using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Ledger.Verification;

/// <summary>Verifies the ledger, notes the newest seal in the log, and alerts the administrators to findings; run every day.</summary>
public sealed class VerifyLedgerDaily(SchoolDbContext db, VerifyLedger verify, AlertAdministrators alert, ILogger<VerifyLedgerDaily> logger)
{
    /// <summary>Verifies it.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var report = await verify.ExecuteAsync(cancellationToken);
        logger.LogInformation(
            "The ledger was verified: {Transactions} transactions, {Entries} entries, {Findings} findings. Seal {Seal} is {Hash}.",
            report.Transactions,
            report.Entries,
            report.Findings.Count,
            report.NewestSeal?.Number ?? 0,
            Convert.ToHexStringLower(report.NewestSeal?.Hash ?? SealHash.OfNothing)
        );
        if (report.Findings.Count == 0)
        {
            return;
        }

        foreach (var finding in report.Findings)
        {
            logger.LogError("The ledger is not sound: {Finding}", finding);
        }

        await alert.AlertAsync(new LedgerUnsound(report.Findings.Count), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
