using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Domain;
using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.DeadLetters;

/// <summary>Reads one dead letter.</summary>
public sealed class GetDeadLetter(SchoolDbContext db)
{
    /// <summary>Reads it, whatever its state.</summary>
    /// <exception cref="DomainException"><c>DEAD_LETTER_NOT_FOUND</c>.</exception>
    public async Task<DeadLetter> ExecuteAsync(Guid letterId, CancellationToken cancellationToken) =>
        await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(d => d.Id == letterId, cancellationToken)
        ?? throw new DomainException(AdministrationReasons.DeadLetterNotFound, "{dead_letter} does not exist.", ("dead_letter", $"deadLetters/{letterId}"));
}
