using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Reviewing;

/// <summary>Notes that an instructor's tax form is on file, or is not any more. The form itself is kept elsewhere.</summary>
public sealed class RecordTaxForm(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Notes it.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public async Task<PayoutTerms> ExecuteAsync(Actor actor, Guid instructorId, bool isOnFile, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(u => u.Id == instructorId && (u.Roles & Roles.Instructor) != 0, cancellationToken))
        {
            throw new DomainException(InstructorReasons.InstructorNotFound, "{instructor} does not exist.", ("instructor", $"users/{instructorId}"));
        }

        var terms = await db.PayoutTerms.FindAsync([instructorId], cancellationToken) ?? db.PayoutTerms.Add(new PayoutTerms(instructorId)).Entity;
        var before = terms.TaxFormAt is not null;
        terms.NoteTaxForm(isOnFile, clock.GetUtcNow());
        audit.Note(actor, "payout.tax_form", $"users/{instructorId}", new { onFile = before }, new { onFile = isOnFile });
        await db.SaveChangesAsync(cancellationToken);
        return terms;
    }
}
