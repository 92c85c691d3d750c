using ESchool.Domain.Payments.Checkout;

namespace ESchool.Domain.Payments.Refunds;

/// <summary>When students may give a course or a bundle back by themselves.</summary>
/// <param name="Window">For how long after paying.</param>
/// <param name="MaximumConsumedBasisPoints">How much of it they may have consumed, in basis points.</param>
public sealed record RefundRule(TimeSpan Window, int MaximumConsumedBasisPoints)
{
    /// <summary>Whether an order may be given back now, and why not.</summary>
    /// <param name="order">The order.</param>
    /// <param name="requestedMinorUnits">What is being refunded already and not booked yet.</param>
    /// <param name="consumedBasisPoints">How much of what it brought was consumed.</param>
    /// <param name="now">The present time.</param>
    public RefundAnswer Ask(Order order, long requestedMinorUnits, int consumedBasisPoints, DateTimeOffset now)
    {
        var left = new Money(Math.Max(0, order.LeftMinorUnits - requestedMinorUnits), order.Currency);
        var until = order.PaidAt + Window;
        RefundObstacle? obstacle =
            order.PaidAt is null ? RefundObstacle.NotPaid
            : order.TotalMinorUnits == 0 ? RefundObstacle.Free
            : left.MinorUnits == 0 ? RefundObstacle.NothingLeft
            : order.IsMembership ? RefundObstacle.Membership
            : now > until ? RefundObstacle.WindowOver
            : consumedBasisPoints > MaximumConsumedBasisPoints ? RefundObstacle.ConsumedTooMuch
            : null;
        return new RefundAnswer(obstacle, left, until, consumedBasisPoints, MaximumConsumedBasisPoints);
    }
}

/// <summary>Why students can't give an order back by themselves.</summary>
public enum RefundObstacle
{
    /// <summary>Nothing was paid yet.</summary>
    NotPaid = 1,

    /// <summary>It was free.</summary>
    Free = 2,

    /// <summary>All of it was given back, is being given back, or is disputed.</summary>
    NothingLeft = 3,

    /// <summary>The refund window is over.</summary>
    WindowOver = 4,

    /// <summary>Too much of it was consumed.</summary>
    ConsumedTooMuch = 5,

    /// <summary>It is a payment of a membership, which is cancelled instead and ends with its period.</summary>
    Membership = 6,

    /// <summary>It was paid outside Stripe, and is refunded outside Stripe.</summary>
    PaidOutside = 7,
}

/// <summary>Whether an order may be given back.</summary>
/// <param name="Obstacle">Why not; null when it may.</param>
/// <param name="Amount">What would be given back.</param>
/// <param name="Until">When the window ends; null before it was paid.</param>
/// <param name="ConsumedBasisPoints">How much of what the order brought was consumed.</param>
/// <param name="MaximumConsumedBasisPoints">How much may be.</param>
public sealed record RefundAnswer(RefundObstacle? Obstacle, Money Amount, DateTimeOffset? Until, int ConsumedBasisPoints, int MaximumConsumedBasisPoints)
{
    /// <summary>The refusal of an order that may not be given back, with every value that its explanation quotes.</summary>
    /// <param name="obstacle">Why not.</param>
    public DomainException Refusal(RefundObstacle obstacle) =>
        obstacle switch
        {
            RefundObstacle.WindowOver when Until is { } end => new(
                PaymentReasons.NotRefundable,
                "The refund window ended at {window_end_time}.",
                ("obstacle", obstacle),
                ("window_end_time", end)
            ),
            RefundObstacle.ConsumedTooMuch => new(
                PaymentReasons.NotRefundable,
                "{consumed_basis_points} basis points of it were consumed; up to {maximum_consumed_basis_points} may be.",
                ("obstacle", obstacle),
                ("consumed_basis_points", ConsumedBasisPoints),
                ("maximum_consumed_basis_points", MaximumConsumedBasisPoints)
            ),
            _ => new(PaymentReasons.NotRefundable, (this with { Obstacle = obstacle }).Explanation, ("obstacle", obstacle)),
        };

    /// <summary>The answer as a sentence.</summary>
    public string Explanation =>
        Obstacle switch
        {
            null => $"{Amount} can be given back until {Until:yyyy-MM-dd HH:mm} UTC.",
            RefundObstacle.NotPaid => "The order is not paid.",
            RefundObstacle.Free => "It was free.",
            RefundObstacle.NothingLeft => "All of the payment was given back, is being given back, or is disputed.",
            RefundObstacle.WindowOver => $"The refund window ended on {Until:yyyy-MM-dd HH:mm} UTC.",
            RefundObstacle.ConsumedTooMuch =>
                $"{ConsumedBasisPoints / 100m:0.##} % of it were consumed; up to {MaximumConsumedBasisPoints / 100m:0.##} % may be.",
            RefundObstacle.PaidOutside => "It was paid outside Stripe; give it back the way it came.",
            RefundObstacle.Membership => "A membership is cancelled and ends with the period that is paid.",
            _ => throw new InvalidOperationException($"{Obstacle} is not known."),
        };
}
