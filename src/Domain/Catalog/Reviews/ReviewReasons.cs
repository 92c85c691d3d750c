namespace ESchool.Domain.Catalog.Reviews;

/// <summary>Reasons of refusals about reviews of courses.</summary>
public static class ReviewReasons
{
    /// <summary>There is no such review, or the caller may not see it.</summary>
    public static readonly Reason ReviewNotFound = new(ReasonKind.NotFound, "REVIEW_NOT_FOUND");

    /// <summary>The student has reviewed the course already.</summary>
    public static readonly Reason ReviewExists = new(ReasonKind.Exists, "REVIEW_EXISTS");

    /// <summary>Too little of the course was done to judge it.</summary>
    public static readonly Reason ReviewTooEarly = new(ReasonKind.State, "REVIEW_TOO_EARLY");

    /// <summary>Nobody reviews their own course, and nobody votes on or reports their own review.</summary>
    public static readonly Reason ReviewOwn = new(ReasonKind.State, "REVIEW_OWN");

    /// <summary>Only who has the course may review it.</summary>
    public static readonly Reason ReviewerNotEnrolled = new(ReasonKind.State, "REVIEWER_NOT_ENROLLED");

    /// <summary>Staff hid the review: it is neither changed nor deleted.</summary>
    public static readonly Reason ReviewHidden = new(ReasonKind.State, "REVIEW_HIDDEN");

    /// <summary>The caller has reported the review already.</summary>
    public static readonly Reason ReviewReported = new(ReasonKind.Exists, "REVIEW_REPORTED");
}
