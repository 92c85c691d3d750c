using ESchool.Application.Payouts.Paying;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts.Reviewing;

/// <summary>Approves or rejects a requested payout.</summary>
public sealed class ReviewPayout(
    SchoolDbContext db,
    PayoutPostings postings,
    WorkOutbox outbox,
    AuditTrail audit,
    SecondReviewers reviewers,
    IOptions<PayoutOptions> options,
    TimeProvider clock
)
{
    /// <summary>Approves it, which asks for the transfer, unless a second administrator must approve too, or rejects it, which gives the money back.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>, <c>PAYOUT_STATE_WRONG</c>, <c>OWN_PAYOUT</c>, <c>SECOND_REVIEWER_NEEDED</c>;
    /// <c>BALANCE_INSUFFICIENT</c>: the instructor owes so much since the request
    /// that less can be paid; reject it. <c>PAYOUT_HELD</c>: the instructor is suspended.</exception>
    public Task<Payout> ExecuteAsync(Actor actor, Guid payoutId, bool approve, string message, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var payout = await postings.LockAsync(actor, payoutId, cancellationToken);
                var before = payout.State;
                if (approve)
                {
                    if (await postings.IsHeldAsync(payout, cancellationToken))
                    {
                        throw new DomainException(
                            PayoutReasons.PayoutHeld,
                            "The instructor is suspended; reinstate them first, or reject the payout.",
                            ("instructor", $"users/{payout.InstructorId}")
                        );
                    }

                    await reviewers.RequireIndependentAsync(payout, actor, cancellationToken);
                    payout.Approve(actor.UserId, message, payout.MinorUnits >= options.Value.FourEyesIn(payout.Currency).MinorUnits);
                    if (await postings.ShortfallAsync(payout, cancellationToken) is { } shortfall)
                    {
                        throw shortfall;
                    }

                    if (payout.State == PayoutState.Approved)
                    {
                        outbox.Add(new PayoutWork(payoutId), payoutId.ToString());
                    }
                }
                else
                {
                    payout.Reject(actor.UserId, message, clock.GetUtcNow());
                    await postings.ReturnAsync(payout, cancellationToken);
                }

                audit.Note(
                    actor,
                    approve ? "payout.approve" : "payout.reject",
                    $"payouts/{payoutId}",
                    new { state = before.ToString() },
                    new { state = payout.State.ToString() }
                );
                postings.Tell(payout);
                await db.SaveChangesAsync(cancellationToken);
                return payout;
            },
            cancellationToken
        );
}
