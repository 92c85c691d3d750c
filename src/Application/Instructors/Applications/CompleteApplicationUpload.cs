using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>
/// Takes an uploaded document into the application: copies it to where its sender cannot write, and looks at the copy. The upload, and the
/// document it replaces, are deleted.
/// </summary>
public sealed class CompleteApplicationUpload(
    SchoolDbContext db,
    OpenApplications applications,
    ObjectStorage storage,
    SealedTokens tokens,
    WorkOutbox outbox,
    IOptions<InstructorOptions> options,
    TimeProvider clock
)
{
    /// <summary>Takes it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>APPLICATION_NOT_FOUND</c>, <c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>, <c>DOCUMENT_UPLOAD_NOT_FOUND</c>, <c>DOCUMENT_INVALID</c>,
    /// <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, Guid id, string upload, CancellationToken cancellationToken)
    {
        var application = await applications.GetOwnAsync(actor, id, cancellationToken);
        var now = clock.GetUtcNow();
        if (tokens.Read<DocumentTicket>(DocumentTicket.Purpose, upload) is not { } ticket || ticket.ApplicationId != id || ticket.ExpiresAt <= now)
        {
            throw NotFound();
        }

        var key = ApplicationKeys.Document(application, ticket.Kind, ticket.UploadId);
        var held = application.Documents.FirstOrDefault(document => document.Kind == ticket.Kind);
        if (held?.ObjectKey == key)
        {
            return application;
        }

        application.RequireEditable();
        var source = ApplicationKeys.Upload(application, ticket.UploadId);
        var size = await TakeAsync(ticket, source, key, cancellationToken);
        var replaced = held?.ObjectKey;
        application.Attach(new ApplicationDocument(ticket.Kind, key, ticket.ContentType, size, now), now);
        Delete(source);
        if (replaced is not null)
        {
            Delete(replaced);
        }

        await db.SaveChangesAsync(cancellationToken);
        return application;
    }

    private static DomainException NotFound() =>
        new(InstructorReasons.DocumentUploadNotFound, "Nothing was uploaded, or it is of another application or too old; begin another upload.");

    /// <returns>The document's size.</returns>
    private async Task<long> TakeAsync(DocumentTicket ticket, string source, string key, CancellationToken cancellationToken)
    {
        // The form may still be used. What is looked at must be what is kept, so the copy comes first.
        if (
            !await storage.CopyDocumentAsync(source, key, ticket.ContentType, cancellationToken)
            || await storage.ReadBeginningAsync(storage.DocumentsBucket, key, DocumentType.SignatureBytes, cancellationToken) is not { } copy
        )
        {
            throw NotFound();
        }

        if (copy.SizeBytes <= options.Value.MaximumBytesOf(ticket.Kind) && DocumentType.Find(ticket.Kind, ticket.ContentType)?.Fits(copy.Bytes) == true)
        {
            return copy.SizeBytes;
        }

        await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
        throw new DomainException(
            InstructorReasons.DocumentInvalid,
            "What was uploaded is not of the type {content_type}, or too large.",
            ("content_type", ticket.ContentType)
        );
    }

    private void Delete(string key) => outbox.Add(new DocumentWork(key), key);
}
