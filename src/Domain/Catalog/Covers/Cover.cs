namespace ESchool.Domain.Catalog.Covers;

/// <summary>Why an uploaded picture does not become a cover.</summary>
public enum CoverRefusal
{
    /// <summary>It is no JPEG, PNG or WebP, whatever it is called.</summary>
    NotAPicture = 1,

    /// <summary>It is cut off, or can't be read.</summary>
    Damaged = 2,

    /// <summary>It has too few pixels.</summary>
    TooSmall = 3,

    /// <summary>It has too many pixels.</summary>
    TooManyPixels = 4,

    /// <summary>It moves.</summary>
    Animated = 5,

    /// <summary>It is written in a way that takes far longer to read than pictures do.</summary>
    TooComplex = 6,

    /// <summary>Nobody got to it before the upload was deleted.</summary>
    UploadGone = 7,

    /// <summary>The school failed to read it several times.</summary>
    Failed = 8,
}

/// <summary>
/// A picture that is uploaded for a course, and what became of it. Drafts and versions refer to it; one that nobody refers to any more is deleted after a
/// while. Its pictures never change, so their addresses may be kept for ever.
/// </summary>
public sealed class Cover
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaximumBytes = 10 * 1024 * 1024;

    /// <summary>The most pixels.</summary>
    public const int MaximumPixels = 40_000_000;

    /// <summary>The smallest width, in pixels, as the picture is shown.</summary>
    public const int MinimumWidth = 640;

    /// <summary>The smallest height, in pixels, as the picture is shown.</summary>
    public const int MinimumHeight = 360;

    private Cover() { }

    /// <summary>Expects an upload.</summary>
    /// <param name="instructorId">Whose.</param>
    /// <param name="courseId">For which course.</param>
    /// <param name="file">What will be uploaded.</param>
    /// <param name="now">The present time.</param>
    public Cover(Guid instructorId, Guid courseId, CoverFile file, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        CourseId = courseId;
        SizeBytes = file.SizeBytes;
        Md5 = file.Md5;
        CreatedAt = now;
    }

    /// <summary>The cover's id, which stands in the addresses of its pictures.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is: the owner of the course, also when an editor uploads it.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>For which course it was uploaded; copies of the course may show it too.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The upload's exact size in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The upload's MD5.</summary>
    public byte[] Md5 { get; private set; } = [];

    /// <summary>How wide the largest of its pictures is; null until they are made.</summary>
    public int? Width { get; private set; }

    /// <summary>Why it was refused; null while it was not.</summary>
    public CoverRefusal? Refusal { get; private set; }

    /// <summary>When the upload was asked for.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>True when it is decided whether it can be shown.</summary>
    public bool IsSettled => Width is not null || Refusal is not null;

    /// <summary>Below which prefix an instructor's uploads arrive.</summary>
    public static string UploadsOf(Guid instructorId) => $"covers/{instructorId}/";

    /// <summary>Below which prefix a cover's pictures lie.</summary>
    public static string FolderOf(Guid coverId) => $"covers/{coverId}/";

    /// <summary>Records that its pictures are made. What is decided stays.</summary>
    /// <param name="width">How wide the largest is.</param>
    public void Accept(int width) => Width = IsSettled ? Width : width;

    /// <summary>Records what was decided elsewhere. What is decided stays.</summary>
    /// <param name="decided">The same cover, settled.</param>
    public void Settle(Cover decided)
    {
        if (!IsSettled)
        {
            (Width, Refusal) = (decided.Width, decided.Refusal);
        }
    }

    /// <summary>Records that it can't be shown. What is decided stays.</summary>
    public void Refuse(CoverRefusal refusal) => Refusal = IsSettled ? Refusal : refusal;
}

/// <summary>What will be uploaded.</summary>
/// <param name="ContentType">Its type, as the uploader says; what it is, its content tells.</param>
/// <param name="SizeBytes">Its exact size in bytes.</param>
/// <param name="Md5">The MD5 of its bytes.</param>
public sealed record CoverFile(string ContentType, long SizeBytes, byte[] Md5);
