using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.People;

/// <summary>What a student paid in a currency.</summary>
/// <param name="Paid">All payments, with tax.</param>
/// <param name="Refunded">What of it was given back.</param>
/// <param name="OrderCount">How many orders were paid.</param>
public sealed record Spending(Money Paid, Money Refunded, int OrderCount);

/// <summary>What staff need at hand about a user.</summary>
/// <param name="Account">The account.</param>
/// <param name="OpenSessions">How many sessions are open.</param>
/// <param name="Enrollments">The newest enrollments; at most <see cref="GetUserRecord.MostShown"/>.</param>
/// <param name="EnrollmentCount">How many there are.</param>
/// <param name="Orders">The newest orders, as many.</param>
/// <param name="Spending">What the user paid, one for each currency.</param>
/// <param name="Certificates">How many certificates are valid.</param>
/// <param name="Courses">How many courses the user owns as an instructor.</param>
/// <param name="Balances">What the user has earned as an instructor, one for each currency.</param>
/// <param name="Notes">The newest notes of staff, as many.</param>
/// <param name="TrustedAt">Since when the user may publish later versions without a review; null when not.</param>
public sealed record UserRecord(
    UserAccount Account,
    int OpenSessions,
    IReadOnlyList<EnrollmentRow> Enrollments,
    int EnrollmentCount,
    IReadOnlyList<Order> Orders,
    IReadOnlyList<Spending> Spending,
    int Certificates,
    int Courses,
    IReadOnlyList<BalanceView> Balances,
    IReadOnlyList<UserNote> Notes,
    DateTimeOffset? TrustedAt
);

/// <summary>Reads what staff need at hand about a user. Every read goes along an index that begins with the user.</summary>
public sealed class GetUserRecord(SchoolDbContext db, GetBalance balances, TimeProvider clock)
{
    /// <summary>How many rows of each list are shown; the rest is read page by page.</summary>
    public const int MostShown = 10;

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased user.</exception>
    public async Task<UserRecord> ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await Accounts.FindAsync(db, userId, cancellationToken);
        var (now, idle) = (clock.GetUtcNow(), clock.GetUtcNow() - Session.IdleLifetime);
        var sessions = db.Sessions.Where(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now && s.LastUsedAt > idle);
        var orders = db.Orders.AsNoTracking().Where(o => o.StudentId == userId);
        return new UserRecord(
            await Accounts.ViewAsync(db, user, cancellationToken),
            await sessions.CountAsync(cancellationToken),
            await EnrollmentRow.NewestOf(db, userId, before: null, MostShown).ToListAsync(cancellationToken),
            await db.Enrollments.CountAsync(e => e.StudentId == userId, cancellationToken),
            await orders.OrderByDescending(o => o.Id).Take(MostShown).ToListAsync(cancellationToken),
            await SpendingAsync(orders, cancellationToken),
            await db.Certificates.CountAsync(c => c.LearnerId == userId && c.State == Domain.Certificates.CertificateState.Active, cancellationToken),
            await db.Courses.CountAsync(c => c.InstructorId == userId && c.DeletedAt == null, cancellationToken),
            await balances.ExecuteAsync(new Actor(userId, Guid.Empty, user.Roles), cancellationToken),
            await db.UserNotes.AsNoTracking().Where(n => n.UserId == userId).OrderByDescending(n => n.Id).Take(MostShown).ToListAsync(cancellationToken),
            await db.InstructorProfiles.Where(p => p.InstructorId == userId).Select(p => p.TrustedAt).SingleOrDefaultAsync(cancellationToken)
        );
    }

    private static async Task<IReadOnlyList<Spending>> SpendingAsync(IQueryable<Order> orders, CancellationToken cancellationToken)
    {
        var rows = await orders
            .Where(o => o.PaidAt != null)
            .GroupBy(o => o.Currency)
            .OrderBy(group => group.Key)
            .Select(group => new
            {
                Currency = group.Key,
                Paid = group.Sum(o => EF.Property<long>(o, "ChargedMinorUnits")),
                Refunded = group.Sum(o => o.RefundedMinorUnits),
                Count = group.Count(),
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new Spending(new Money(row.Paid, row.Currency), new Money(row.Refunded, row.Currency), row.Count));
    }
}
