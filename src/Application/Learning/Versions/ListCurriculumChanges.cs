using ESchool.Application.Learning.Enrolling;
using ESchool.Domain;

namespace ESchool.Application.Learning.Versions;

/// <summary>Says what the version on sale would change for a student who learns by an earlier one. It changes nothing.</summary>
public sealed class ListCurriculumChanges(Enrollments enrollments, CurriculumOffers offers)
{
    /// <summary>Compares the caller's own enrollment; null when nothing newer is offered.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<CurriculumOffer?> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken) =>
        await offers.FindAsync(await enrollments.ReadAsync(actor, enrollmentId, cancellationToken), cancellationToken);
}
