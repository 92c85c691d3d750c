namespace ESchool.Domain.Instructors;

/// <summary>What a document shows.</summary>
public enum DocumentKind
{
    /// <summary>How the applicant teaches.</summary>
    Sample = 1,

    /// <summary>Who the applicant is. Seen by nobody but the reviewers.</summary>
    IdentityDocument = 2,
}

/// <summary>A document of an application, as it was checked.</summary>
public sealed class ApplicationDocument
{
    private ApplicationDocument() { }

    /// <summary>Records a checked document.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="objectKey">Where it lies.</param>
    /// <param name="contentType">Its type, which its first bytes agree with.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="now">The present time.</param>
    public ApplicationDocument(DocumentKind kind, string objectKey, string contentType, long sizeBytes, DateTimeOffset now)
    {
        Kind = kind;
        ObjectKey = objectKey;
        ContentType = contentType;
        SizeBytes = sizeBytes;
        UploadedAt = now;
    }

    /// <summary>What it shows; an application has one of a kind.</summary>
    public DocumentKind Kind { get; private set; }

    /// <summary>Where it lies in the bucket of documents.</summary>
    public string ObjectKey { get; private set; } = "";

    /// <summary>Its type.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>Its size.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>When it was checked.</summary>
    public DateTimeOffset UploadedAt { get; private set; }

    internal void ReplaceWith(ApplicationDocument other)
    {
        ObjectKey = other.ObjectKey;
        ContentType = other.ContentType;
        SizeBytes = other.SizeBytes;
        UploadedAt = other.UploadedAt;
    }
}

/// <summary>Kinds as they are written outside.</summary>
public static class DocumentKinds
{
    /// <summary>The kind's name, such as <c>IDENTITY_DOCUMENT</c>.</summary>
    public static string ToCode(this DocumentKind kind) =>
        kind switch
        {
            DocumentKind.Sample => "SAMPLE",
            DocumentKind.IdentityDocument => "IDENTITY_DOCUMENT",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
