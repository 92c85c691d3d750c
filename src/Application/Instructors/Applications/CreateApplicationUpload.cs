using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>A form that uploads a document.</summary>
/// <param name="Token">Names the upload afterwards.</param>
/// <param name="Form">The form.</param>
public sealed record DocumentUpload(string Token, SignedPost Form);

/// <summary>What is remembered of an upload, sealed, by its uploader.</summary>
/// <param name="ApplicationId">Of which application.</param>
/// <param name="UploadId">Where it arrives.</param>
/// <param name="Kind">What it is to show.</param>
/// <param name="ContentType">What it says it is.</param>
/// <param name="ExpiresAt">When it cannot be completed any more.</param>
public sealed record DocumentTicket(Guid ApplicationId, Guid UploadId, DocumentKind Kind, string ContentType, DateTimeOffset ExpiresAt)
{
    internal const string Purpose = "instructors.document";
}

/// <summary>Makes a form that uploads a document of the caller's application straight to S3.</summary>
public sealed class CreateApplicationUpload(
    OpenApplications applications,
    ObjectStorage storage,
    SealedTokens tokens,
    IOptions<InstructorOptions> options,
    TimeProvider clock
)
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromHours(1);

    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException">
    /// <c>APPLICATION_NOT_FOUND</c>, <c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<DocumentUpload> ExecuteAsync(Actor actor, Guid id, DocumentKind kind, string contentType, CancellationToken cancellationToken)
    {
        var application = await applications.GetOwnAsync(actor, id, cancellationToken);
        application.RequireEditable();
        var now = clock.GetUtcNow();
        var ticket = new DocumentTicket(id, Guid.CreateVersion7(now), kind, contentType, now + TicketLifetime);
        var form = await storage.SignPostAsync(
            ApplicationKeys.Upload(application, ticket.UploadId),
            contentType,
            options.Value.MaximumBytesOf(kind),
            cancellationToken
        );
        return new DocumentUpload(tokens.Create(DocumentTicket.Purpose, ticket), form);
    }
}
