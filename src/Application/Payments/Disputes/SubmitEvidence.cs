using System.Globalization;
using ESchool.Application.Stripe;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Disputes;

/// <summary>Sends Stripe what speaks for a disputed payment. Banks take it once, so it is submitted at once and for good.</summary>
public sealed class SubmitEvidence(SchoolDbContext db, AssembleEvidence assemble, Stripe.Disputes disputes, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Stripe takes so many characters in a field.</summary>
    private const int LongestText = 20_000;

    /// <summary>Submits it. Done again it changes nothing.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="disputeId">The dispute.</param>
    /// <param name="statement">What the administrator has to say; may be empty.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException"><c>DISPUTE_NOT_FOUND</c>, <c>EVIDENCE_NOT_TAKEN</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Dispute> ExecuteAsync(Actor actor, Guid disputeId, string statement, CancellationToken cancellationToken)
    {
        var evidence = await assemble.ExecuteAsync(actor, disputeId, cancellationToken);
        if (evidence.Dispute.EvidenceSubmittedAt is not null)
        {
            return evidence.Dispute;
        }

        evidence.Dispute.RequireEvidenceTaken(clock.GetUtcNow());
        await disputes.SubmitEvidenceAsync(evidence.Dispute.StripeDisputeId, TextOf(evidence, statement), cancellationToken);
        return await db.InTransactionAsync(() => NoteAsync(actor, disputeId), CancellationToken.None);
    }

    private async Task<Dispute> NoteAsync(Actor actor, Guid disputeId)
    {
        var dispute = await db.Disputes.Where(d => d.Id == disputeId).ForUpdate().SingleAsync(CancellationToken.None);
        dispute.NoteEvidence(clock.GetUtcNow());
        audit.Note(actor, "dispute.submit_evidence", $"disputes/{dispute.Id}");
        await db.SaveChangesAsync(CancellationToken.None);
        return dispute;
    }

    private static EvidenceText TextOf(DisputeEvidence evidence, string statement) =>
        new(
            evidence.CustomerName,
            evidence.CustomerEmail,
            $"{NameOf(evidence.Order)}, with access from {Text(evidence.Order.PaidAt ?? evidence.Order.CreatedAt)} on.",
            Text(evidence.Order.PaidAt ?? evidence.Order.CreatedAt),
            Lines([
                .. evidence.Sessions.Select(s => $"{Text(s.CreatedAt)} signed in from network {s.Network}, used until {Text(s.LastUsedAt)}"),
                .. evidence.Lessons.Select(l =>
                    $"{Text(l.OpenedAt)} opened \"{l.Title}\" of \"{l.CourseTitle}\", watched {l.WatchedSeconds} s in {l.Reports} reports"
                    + (l.CompletedAt is { } done ? $", completed {Text(done)}" : "")
                ),
            ]),
            Lines([
                statement,
                $"The student has consumed {evidence.ConsumedBasisPoints / 100.0:0.##} % of it.",
                evidence.Order.AcceptedTerms.Length > 0
                    ? $"The terms of sale \"{evidence.Order.AcceptedTerms}\" were accepted with the order, {Text(evidence.Order.CreatedAt)}."
                    : "",
            ])
        );

    private static string NameOf(Order order) =>
        order.IsMembership ? $"The membership \"{order.Title}\", which opens online courses"
        : order.BundleId is null ? $"The online course \"{order.Title}\""
        : $"The online courses {string.Join(", ", order.Courses.OrderBy(c => c.Position).Select(c => $"\"{c.Title}\""))}, bought together as \"{order.Title}\"";

    /// <summary>As many whole lines as fit.</summary>
    private static string Lines(IEnumerable<string> lines)
    {
        var text = "";
        foreach (var line in lines.Where(line => line.Length > 0).TakeWhile(line => text.Length + line.Length < LongestText))
        {
            text += text.Length == 0 ? line : "\n" + line;
        }

        return text;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
