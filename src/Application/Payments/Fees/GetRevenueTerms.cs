using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Fees;

/// <summary>The fees of an instructor's new sales.</summary>
/// <param name="InstructorId">Whose.</param>
/// <param name="Fees">The fees.</param>
/// <param name="AgreedAt">Since when they were agreed with this instructor; null when they are everybody's.</param>
public sealed record AgreedFees(Guid InstructorId, FeeSchedule Fees, DateTimeOffset? AgreedAt);

/// <summary>Says which fees hold for an instructor's new orders: one's own, or anybody's for the staff.</summary>
public sealed class GetRevenueTerms(SchoolDbContext db, IOptions<LedgerOptions> ledger)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public async Task<AgreedFees> ExecuteAsync(Actor actor, Guid instructorId, CancellationToken cancellationToken) =>
        (actor.UserId == instructorId || actor.ReadsAll)
        && await db.Users.AnyAsync(u => u.Id == instructorId && (u.Roles & Roles.Instructor) != 0, cancellationToken)
            ? await OfAsync(instructorId, cancellationToken)
            : throw NotFound(instructorId);

    /// <summary>The fees that hold for an instructor's new orders, whoever asks.</summary>
    internal async Task<AgreedFees> OfAsync(Guid instructorId, CancellationToken cancellationToken)
    {
        var terms = await db.RevenueTerms.AsNoTracking().SingleOrDefaultAsync(t => t.InstructorId == instructorId, cancellationToken);
        return new AgreedFees(instructorId, terms?.Fees ?? ledger.Value.Fees, terms?.AgreedAt);
    }

    internal static DomainException NotFound(Guid instructorId) =>
        new(InstructorReasons.InstructorNotFound, "{instructor} does not exist.", ("instructor", $"users/{instructorId}"));
}
