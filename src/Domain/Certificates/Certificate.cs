namespace ESchool.Domain.Certificates;

/// <summary>Whether a certificate is valid.</summary>
public enum CertificateState
{
    /// <summary>Valid.</summary>
    Active = 1,

    /// <summary>Replaced by a corrected one.</summary>
    Superseded = 2,

    /// <summary>Withdrawn.</summary>
    Revoked = 3,
}

/// <summary>Everything that is printed on a certificate, as it was when it was issued.</summary>
/// <param name="LearnerName">The learner's name.</param>
/// <param name="CourseTitle">The course's title.</param>
/// <param name="CurriculumVersion">The version that was completed.</param>
/// <param name="InstructorName">The instructor's name.</param>
/// <param name="VideoMinutes">Minutes of video, rounded up.</param>
/// <param name="CompletedAt">When the last required lesson was completed.</param>
public sealed record CertificateFacts(
    string LearnerName,
    string CourseTitle,
    int CurriculumVersion,
    string InstructorName,
    int VideoMinutes,
    DateTimeOffset CompletedAt
);

/// <summary>A certificate of completion. An enrollment has one active one at most; its facts never change.</summary>
public sealed class Certificate
{
    private Certificate() { }

    /// <summary>Issues a certificate.</summary>
    /// <param name="id">The id under which its PDF was stored.</param>
    /// <param name="serial">The serial that was printed.</param>
    /// <param name="enrollmentId">The enrollment it was earned with.</param>
    /// <param name="learnerId">Who earned it.</param>
    /// <param name="facts">Everything printed.</param>
    /// <param name="pdfSha256">SHA-256 of the PDF file.</param>
    /// <param name="now">The present time.</param>
    public Certificate(Guid id, string serial, Guid enrollmentId, Guid learnerId, CertificateFacts facts, byte[] pdfSha256, DateTimeOffset now)
    {
        Id = id;
        Serial = serial;
        EnrollmentId = enrollmentId;
        LearnerId = learnerId;
        LearnerName = facts.LearnerName;
        CourseTitle = facts.CourseTitle;
        CurriculumVersion = facts.CurriculumVersion;
        InstructorName = facts.InstructorName;
        VideoMinutes = facts.VideoMinutes;
        CompletedAt = facts.CompletedAt;
        PdfSha256 = pdfSha256;
        State = CertificateState.Active;
        IssuedAt = now;
    }

    /// <summary>The object that holds the PDF of a certificate.</summary>
    public static string FileKeyOf(Guid certificateId) => $"certificates/{certificateId}.pdf";

    /// <summary>Everything that is printed on it.</summary>
    public CertificateFacts Facts => new(LearnerName, CourseTitle, CurriculumVersion, InstructorName, VideoMinutes, CompletedAt);

    /// <summary>A corrected one takes its place, as visible as this one.</summary>
    public void SupersedeBy(Certificate corrected)
    {
        State = CertificateState.Superseded;
        corrected.IsPublic = IsPublic;
    }

    /// <summary>Its learner shows it to everybody, or no longer.</summary>
    public void Show(bool isPublic) => IsPublic = isPublic;

    /// <summary>The certificate's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The serial printed on it; unique.</summary>
    public string Serial { get; private set; } = "";

    /// <summary>The enrollment it was earned with.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>Who earned it.</summary>
    public Guid LearnerId { get; private set; }

    /// <summary>The learner's name as printed.</summary>
    public string LearnerName { get; private set; } = "";

    /// <summary>The course's title as printed.</summary>
    public string CourseTitle { get; private set; } = "";

    /// <summary>The curriculum version as printed.</summary>
    public int CurriculumVersion { get; private set; }

    /// <summary>The instructor's name as printed.</summary>
    public string InstructorName { get; private set; } = "";

    /// <summary>Minutes of video as printed.</summary>
    public int VideoMinutes { get; private set; }

    /// <summary>When the course was completed, as printed.</summary>
    public DateTimeOffset CompletedAt { get; private set; }

    /// <summary>SHA-256 of the PDF file; unique.</summary>
    public byte[] PdfSha256 { get; private set; } = [];

    /// <summary>Whether it is valid.</summary>
    public CertificateState State { get; private set; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>Whether everybody finds it in the list of its learner's certificates. Whoever has the serial verifies it in any case.</summary>
    public bool IsPublic { get; private set; }
}
