using ESchool.Application.Identity.Sessions;
using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>An application as somebody may see it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Addresses">Where its documents can be read for some minutes; empty for whoever may not.</param>
/// <param name="ReapplyAt">From when its applicant may begin another; null unless it was declined.</param>
public sealed record ApplicationView(
    InstructorApplication Application,
    IReadOnlyDictionary<DocumentKind, (string Url, DateTimeOffset ExpiresAt)> Addresses,
    DateTimeOffset? ReapplyAt
);

/// <summary>
/// Reads an application: one's own, or any that was handed in for staff. Its documents are for those who decide it, and each look is noted.
/// </summary>
public sealed class GetApplication(SchoolDbContext db, CheckSession session, ObjectStorage storage, AuditTrail audit, IOptions<InstructorOptions> options)
{
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Reads it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="id">The application; null for the caller's newest.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>, <c>SECOND_FACTOR_REQUIRED</c> for administrators.</exception>
    public async Task<ApplicationView> ExecuteAsync(Actor actor, Guid? id, CancellationToken cancellationToken)
    {
        var application =
            await db
                .InstructorApplications.AsNoTracking()
                .Where(a => id == null ? a.ApplicantId == actor.UserId : a.Id == id)
                .Where(a => a.ApplicantId == actor.UserId || (actor.ReadsAll && a.State != ApplicationState.Draft))
                .OrderByDescending(a => a.Id)
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw OpenApplications.NotFound(id ?? Guid.Empty);
        var decides = actor.IsAdmin && application.ApplicantId != actor.UserId;
        var addresses = decides && application.Documents.Count > 0 ? await OpenAsync(actor, application, cancellationToken) : [];
        return new ApplicationView(application, addresses, application.ReapplyAt(options.Value.ReapplyAfter));
    }

    private async Task<Dictionary<DocumentKind, (string Url, DateTimeOffset ExpiresAt)>> OpenAsync(
        Actor actor,
        InstructorApplication application,
        CancellationToken cancellationToken
    )
    {
        // The call is open to everybody with a token; what only an administrator sees asks for what their other calls ask for.
        await session.ExecuteAsync(actor, SessionDemands.SecondFactor, cancellationToken);
        audit.Note(actor, "application.documents.read", $"applications/{application.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return application.Documents.ToDictionary(document => document.Kind, Sign);
    }

    private (string Url, DateTimeOffset ExpiresAt) Sign(ApplicationDocument document)
    {
        var name = $"{document.Kind.ToCode().ToLowerInvariant().Replace('_', '-')}.{DocumentType.Find(document.Kind, document.ContentType)?.Extension}";
        return storage.SignGet(storage.DocumentsBucket, document.ObjectKey, AddressLifetime, name);
    }
}
