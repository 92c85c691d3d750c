using ESchool.Domain.Administration.Exports;

namespace ESchool.Application.Work.Feed;

/// <summary>A payout has waited a day for the school's balance at Stripe, which has to be topped up.</summary>
/// <param name="PayoutId">The payout.</param>
/// <param name="MinorUnits">How much waits, in minor units.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PayoutWaiting(Guid PayoutId, long MinorUnits, string Currency) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "payout.waiting";
}

/// <summary>A job has failed for the last time.</summary>
/// <param name="JobId">The scheduler's id of it.</param>
/// <param name="Work">Its kind, such as <c>media.transcode</c>.</param>
public sealed record WorkFailed(string JobId, string Work) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "work.failed";
}

/// <summary>The daily check of the ledger found something wrong; the log says what.</summary>
/// <param name="Findings">How much.</param>
public sealed record LedgerUnsound(int Findings) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "ledger.unsound";
}

/// <summary>The ledger differs from Stripe's balance; the log says how.</summary>
/// <param name="Differences">In how many movements.</param>
public sealed record LedgerDiffers(int Differences) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "ledger.differs";
}

/// <summary>An export that the administrator asked for has ended.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="State">What became of it.</param>
public sealed record TableExported(Guid ExportId, ExportState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "table.exported";
}
