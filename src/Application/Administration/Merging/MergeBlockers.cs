using ESchool.Data;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ESchool.Domain.Administration.Merging.MergeBlockerKind;

namespace ESchool.Application.Administration.Merging;

/// <summary>What of an account has to be settled before it can go: what its owner works on, what is open, and what was decided against them.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MergeBlockers(SchoolDbContext db)
{
    private const string OtherWayRound = "keep this account, and merge the other one into it.";

    internal async Task<List<MergeBlocker>> FindAsync(Guid sourceId, Guid targetId, CancellationToken cancellationToken)
    {
        var found = new List<MergeBlocker>();
        foreach (var (kind, collection, ids, advice) in OfPerson(sourceId).Concat(OfOrders(sourceId, targetId)).Concat(OfModeration(sourceId)))
        {
            var several = await ids.Distinct().OrderBy(id => id).Take(MergePlanner.MostBlockers).ToListAsync(cancellationToken);
            found.AddRange(several.Select(id => new MergeBlocker(kind, $"{collection}/{id}", advice)));
        }

        return found;
    }

    private IEnumerable<(MergeBlockerKind Kind, string Collection, IQueryable<Guid> Ids, string Advice)> OfPerson(Guid userId)
    {
        var (works, money) = ($"It is an author's: {OtherWayRound}", $"It is paid out to: {OtherWayRound}");
        yield return (Role, "users", db.Users.Where(u => u.Id == userId && u.Roles != Roles.Student).Select(u => u.Id), "Take its roles first (RevokeRole).");
        yield return (Author, "courses", db.Courses.Where(c => c.InstructorId == userId).Select(c => c.Id), works);
        yield return (Author, "courses", db.CoAuthors.Where(a => a.UserId == userId).Select(a => a.CourseId), "It works on the course: end that first.");
        yield return (Author, "bundles", db.Bundles.Where(b => b.InstructorId == userId).Select(b => b.Id), works);
        yield return (Author, "coupons", db.Coupons.Where(c => c.OwnerId == userId).Select(c => c.Id), works);
        yield return (Author, "assets", db.Assets.Where(a => a.OwnerId == userId).Select(a => a.Id), works);
        yield return (
            MergeBlockerKind.InstructorApplication,
            "applications",
            db.InstructorApplications.Where(a => a.ApplicantId == userId && Domain.Instructors.InstructorApplication.OpenStates.Contains(a.State))
                .Select(a => a.Id),
            "Decide on the application, or have it withdrawn."
        );
        yield return (MergeBlockerKind.PayoutAccount, "users", db.PayoutAccounts.Where(a => a.InstructorId == userId).Select(a => a.InstructorId), money);
        yield return (
            Balance,
            "users",
            db.Users.Where(u =>
                    u.Id == userId
                    && (
                        db.LedgerAccounts.Any(a => a.OwnerId == u.Id && a.BalanceMinorUnits != 0)
                        || db.Payouts.Any(p => p.InstructorId == u.Id && Payout.OpenStates.Contains(p.State))
                    )
                )
                .Select(u => u.Id),
            $"Money is owed to it or on its way: {OtherWayRound}"
        );
        yield return (
            MergeBlockerKind.DataExport,
            "dataExports",
            db.DataExports.Where(e => e.UserId == userId && e.State == DataExportState.Preparing).Select(e => e.Id),
            "Wait until the export is made, some minutes."
        );
    }

    private IEnumerable<(MergeBlockerKind Kind, string Collection, IQueryable<Guid> Ids, string Advice)> OfOrders(Guid sourceId, Guid targetId)
    {
        var orders = db.Orders.Where(o => o.StudentId == sourceId);
        yield return (
            OpenOrder,
            "orders",
            orders.Where(o => o.State == OrderState.Pending || o.State == OrderState.Processing).Select(o => o.Id),
            "It may still be paid: have it canceled, or wait until it is paid or its page has expired."
        );
        yield return (
            OwnCourse,
            "orders",
            orders.Where(o => o.InstructorId == targetId).Select(o => o.Id),
            "The account that stays sold it, and nobody buys from themselves: keep both accounts."
        );
        yield return (
            PendingRefund,
            "refunds",
            db.Refunds.Where(r => (r.State == RefundState.Requested || r.State == RefundState.Pending) && orders.Any(o => o.Id == r.OrderId)).Select(r => r.Id),
            "Wait until the refund has arrived or failed."
        );
        yield return (
            OpenDispute,
            "disputes",
            db.Disputes.Where(d => d.FinishedAt == null && orders.Any(o => o.Id == d.OrderId)).Select(d => d.Id),
            "Wait until the bank has decided."
        );
    }

    private IEnumerable<(MergeBlockerKind Kind, string Collection, IQueryable<Guid> Ids, string Advice)> OfModeration(Guid userId)
    {
        yield return (
            MergeBlockerKind.ModerationCase,
            "cases",
            db.ModerationCases.Where(c => c.PersonId == userId && c.State == CaseState.Open).Select(c => c.Id),
            "Decide the case first."
        );
        yield return (
            MergeBlockerKind.ModerationDecision,
            "decisions",
            db.ModerationDecisions.Where(d => d.PersonId == userId && d.LiftedAt == null && (d.Act == ModerationAct.Hide || d.Act == ModerationAct.Suspend))
                .Select(d => d.Id),
            "A decision against it is in force: keep both accounts, or lift it if it is not needed any more."
        );
        yield return (
            Appeal,
            "decisions",
            db.ModerationAppeals.Where(a => a.AppellantId == userId && a.State == AppealState.Open).Select(a => a.DecisionId),
            "Decide the appeal first."
        );
    }
}
