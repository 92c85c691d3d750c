namespace ESchool.Domain.Ledger;

/// <summary>An instructor's share of one sale: held during the refund window, then available.</summary>
public sealed class Earning
{
    private Earning() { }

    /// <summary>Notes a share that was posted as held.</summary>
    /// <param name="orderId">The sale; unique.</param>
    /// <param name="instructorId">Who earned.</param>
    /// <param name="share">How much.</param>
    /// <param name="releaseAt">When the refund window ends.</param>
    public Earning(Guid orderId, Guid instructorId, Money share, DateTimeOffset releaseAt)
    {
        OrderId = orderId;
        InstructorId = instructorId;
        MinorUnits = share.MinorUnits;
        Currency = share.CurrencyCode;
        ReleaseAt = releaseAt;
    }

    /// <summary>The sale.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>Who earned.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>How much, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>How much of it was taken back because the sale was refunded or is disputed, in minor units.</summary>
    public long ReversedMinorUnits { get; private set; }

    /// <summary>What is left of it, in minor units.</summary>
    public long LeftMinorUnits => MinorUnits - ReversedMinorUnits;

    /// <summary>When the refund window ends.</summary>
    public DateTimeOffset ReleaseAt { get; private set; }

    /// <summary>When it became available; null while held.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>Takes a part back, or, when it is negative, gives a part again.</summary>
    /// <exception cref="InvalidOperationException">More than there is: a bug, never input.</exception>
    public void Reverse(long minorUnits)
    {
        var reversed = checked(ReversedMinorUnits + minorUnits);
        ReversedMinorUnits =
            reversed >= 0 && reversed <= MinorUnits
                ? reversed
                : throw new InvalidOperationException($"The earning of order {OrderId} is {MinorUnits}; {reversed} of it can't be taken back.");
    }

    /// <summary>Notes that it is available.</summary>
    public void Release(DateTimeOffset now) => ReleasedAt ??= now;
}
