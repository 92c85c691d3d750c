using ESchool.Domain;

namespace ESchool.Application.Administration.Overviews;

/// <summary>What waits for somebody, or for a machine. The contract's <c>Queue.Kind</c> has the same numbers.</summary>
public enum QueueKind
{
    /// <summary>Applications to become an instructor that were handed in.</summary>
    InstructorApplications = 1,

    /// <summary>Courses that wait for review.</summary>
    CourseReviews = 2,

    /// <summary>Payouts that wait for an administrator.</summary>
    PayoutReviews = 3,

    /// <summary>Payouts of which Stripe's answer never came.</summary>
    UncertainPayouts = 4,

    /// <summary>Approved payouts that are tried again, because the school's balance at Stripe was too low or Stripe did not answer.</summary>
    WaitingPayouts = 5,

    /// <summary>Disputes for which Stripe takes evidence, and none was submitted.</summary>
    UnansweredDisputes = 6,

    /// <summary>Reviews of courses that were reported or are held.</summary>
    ReviewModeration = 7,

    /// <summary>Work that failed for good.</summary>
    DeadLetters = 8,

    /// <summary>Requests for work that are not yet with the scheduler.</summary>
    OutboxRequests = 9,

    /// <summary>Stripe's events that were received and are not handled.</summary>
    StripeEvents = 10,

    /// <summary>Videos that wait for processing or are processed.</summary>
    VideoProcessing = 11,

    /// <summary>Cases of what was reported.</summary>
    ModerationCases = 12,

    /// <summary>Appeals against decisions.</summary>
    ModerationAppeals = 13,
}

/// <summary>How much waits in a queue.</summary>
/// <param name="Kind">The queue.</param>
/// <param name="Count">How many wait, up to <see cref="QueueReader.MostCounted"/>.</param>
/// <param name="IsMore">True when more wait than were counted.</param>
/// <param name="OldestSince">Since when the oldest waits; null when nothing does.</param>
public sealed record QueueFigures(QueueKind Kind, int Count, bool IsMore, DateTimeOffset? OldestSince);

/// <summary>A sweep that fails with rows.</summary>
/// <param name="Sweep">Its name, such as <c>reconcile-payouts</c>.</param>
/// <param name="Rows">With how many rows.</param>
/// <param name="MostFailures">How often it failed in a row with the worst of them.</param>
public sealed record FailingSweep(string Sweep, int Rows, int MostFailures);

/// <summary>What was sold and given back in a currency, as the ledger has it.</summary>
/// <param name="Sales">What buyers paid, with tax.</param>
/// <param name="SaleCount">In how many payments.</param>
/// <param name="Refunds">What was refunded, with tax, less refunds that came back.</param>
/// <param name="RefundCount">In how many refunds.</param>
public sealed record Takings(Money Sales, long SaleCount, Money Refunds, long RefundCount)
{
    /// <summary>Both together.</summary>
    public static Takings operator +(Takings left, Takings right) =>
        new(left.Sales + right.Sales, left.SaleCount + right.SaleCount, left.Refunds + right.Refunds, left.RefundCount + right.RefundCount);
}

/// <summary>What happened on a day of a time zone.</summary>
/// <param name="Day">The day.</param>
/// <param name="NewUsers">Accounts that were made.</param>
/// <param name="Enrollments">Students who came into a course for the first time.</param>
/// <param name="Certificates">Certificates that were issued, corrected ones included.</param>
/// <param name="Takings">Sales and refunds, one for each currency there is.</param>
public sealed record DayFigures(DateOnly Day, long NewUsers, long Enrollments, long Certificates, IReadOnlyList<Takings> Takings);

/// <summary>How the school is.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Queues">Every queue, also those in which nothing waits.</param>
/// <param name="Days">The last 30 days, today the last.</param>
/// <param name="FailingSweeps">Sweeps that fail with rows.</param>
/// <param name="Assets">How many videos there are.</param>
/// <param name="SourceBytes">The bytes of their sources.</param>
public sealed record Overview(
    DateTimeOffset At,
    IReadOnlyList<QueueFigures> Queues,
    IReadOnlyList<DayFigures> Days,
    IReadOnlyList<FailingSweep> FailingSweeps,
    long Assets,
    long SourceBytes
)
{
    /// <summary>What was sold and given back on the last days, today included; one for each currency, in alphabetical order.</summary>
    public IReadOnlyList<Takings> TakingsOf(int days) =>
        [
            .. Days.TakeLast(days)
                .SelectMany(day => day.Takings)
                .GroupBy(takings => takings.Sales.CurrencyCode)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Aggregate((left, right) => left + right)),
        ];
}
