using ESchool.Domain.Payouts;

namespace ESchool.Domain.Tests.Payouts;

public sealed class PayoutTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Every step from every state: what is not listed as allowed must be refused and change nothing.</summary>
    [Fact]
    public void EveryStep_FromEveryState_IsAllowedOrRefusedAsDeclared()
    {
        var steps = new Dictionary<string, Action<Payout>>
        {
            ["cancel"] = p => p.Cancel(Now),
            ["approve"] = p => p.Approve(Guid.NewGuid(), ""),
            ["reject"] = p => p.Reject(Guid.NewGuid(), "No.", Now),
            ["begin"] = p => p.BeginTransfer(Now),
            ["lose"] = p => p.LoseAnswer(),
            ["pay"] = p => p.Pay("tr_1", Now),
            ["fail"] = p => p.Fail("No.", Now),
            ["reverse"] = p => p.Follow(new TransferReversal(p.Id, "trr_1", new Money(400, "EUR"), Now)),
        };
        var allowed = new Dictionary<PayoutState, string[]>
        {
            [PayoutState.Requested] = ["cancel", "approve", "reject"],
            [PayoutState.Approved] = ["begin"],
            [PayoutState.Processing] = ["lose", "pay", "fail"],
            [PayoutState.Uncertain] = ["lose", "pay", "fail"],
            [PayoutState.Paid] = ["reverse"],
            [PayoutState.Failed] = [],
            [PayoutState.Rejected] = [],
            [PayoutState.Cancelled] = [],
        };
        foreach (var state in Enum.GetValues<PayoutState>())
        {
            foreach (var (name, step) in steps)
            {
                var payout = In(state);
                var refusal = Record.Exception(() => step(payout));
                Assert.Equal(allowed[state].Contains(name), refusal is null);
                Assert.True(refusal is null || payout.State == state, $"{name} was refused in {state} and changed it to {payout.State}.");
            }
        }
    }

    [Fact]
    public void Review_OfOnesOwnPayout_IsRefused()
    {
        var payout = In(PayoutState.Requested);
        Assert.Equal(PayoutReasons.OwnPayout, Assert.Throws<DomainException>(() => payout.Approve(payout.InstructorId, "")).Reason);
    }

    [Fact]
    public void Reversals_AddUp_AndAreNeverMoreThanWasPaid()
    {
        var payout = In(PayoutState.Paid);
        Reverse(400);
        Reverse(600);
        Assert.Equal((PayoutState.Paid, payout.Amount), (payout.State, payout.Reversed));
        Assert.Throws<InvalidOperationException>(() => Reverse(1));
        Assert.Throws<InvalidOperationException>(() => Reverse(0));
        Assert.Equal(payout.Amount, payout.Reversed);

        void Reverse(long minorUnits) => payout.Follow(new TransferReversal(payout.Id, "trr_1", new Money(minorUnits, "EUR"), Now));
    }

    private static Payout In(PayoutState state)
    {
        var payout = new Payout(Guid.NewGuid(), new Money(1_000, "EUR"), "acct_1", Now);
        if (state is PayoutState.Approved or PayoutState.Processing or PayoutState.Uncertain or PayoutState.Paid or PayoutState.Failed)
        {
            payout.Approve(Guid.NewGuid(), "");
        }

        if (state is PayoutState.Processing or PayoutState.Uncertain or PayoutState.Paid or PayoutState.Failed)
        {
            payout.BeginTransfer(Now);
        }

        Action last = state switch
        {
            PayoutState.Uncertain => payout.LoseAnswer,
            PayoutState.Paid => () => payout.Pay("tr_1", Now),
            PayoutState.Failed => () => payout.Fail("", Now),
            PayoutState.Rejected => () => payout.Reject(Guid.NewGuid(), "", Now),
            PayoutState.Cancelled => () => payout.Cancel(Now),
            _ => () => { },
        };
        last();
        return payout;
    }
}
