using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.People;

/// <summary>Reads what a caller may know of one person.</summary>
public sealed class GetPerson(FindPeople people)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for whom the caller may not see.</exception>
    public async Task<PersonView> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        await people.ExecuteAsync(actor, [userId], cancellationToken) is [var person]
            ? person
            : throw new DomainException(IdentityReasons.UserNotFound, "There is no such user.");
}
