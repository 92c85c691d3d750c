namespace ESchool.Domain.Catalog.Submissions;

/// <summary>Reasons that concern the review of courses.</summary>
public static class SubmissionReasons
{
    /// <summary>There is no such submission of the course, or the caller may not see it.</summary>
    public static readonly Reason SubmissionNotFound = new(ReasonKind.NotFound, "SUBMISSION_NOT_FOUND");

    /// <summary>It was decided, or withdrawn.</summary>
    public static readonly Reason SubmissionDecided = new(ReasonKind.State, "SUBMISSION_DECIDED");

    /// <summary>Another reviewer is at work on it.</summary>
    public static readonly Reason SubmissionClaimed = new(ReasonKind.State, "SUBMISSION_CLAIMED");

    /// <summary>Only who has claimed it may do this.</summary>
    public static readonly Reason SubmissionNotClaimed = new(ReasonKind.State, "SUBMISSION_NOT_CLAIMED");

    /// <summary>The reviewer works on the course, and there is another.</summary>
    public static readonly Reason SubmissionOwn = new(ReasonKind.State, "SUBMISSION_OWN");

    /// <summary>There is no such requested change, or the caller may not see it.</summary>
    public static readonly Reason RequestedChangeNotFound = new(ReasonKind.NotFound, "REQUESTED_CHANGE_NOT_FOUND");

    /// <summary>Changes that are required are not made.</summary>
    public static readonly Reason RequestedChangesOpen = new(ReasonKind.State, "REQUESTED_CHANGES_OPEN");

    /// <summary>A review asks for as many changes as one may ask for.</summary>
    public static readonly Reason RequestedChangesFull = new(ReasonKind.State, "REQUESTED_CHANGES_FULL");

    /// <summary>A place in a lesson that the lesson does not have.</summary>
    public static readonly Reason LessonPositionInvalid = new(ReasonKind.Invalid, "LESSON_POSITION_INVALID");

    /// <summary>The school does not want the course; an administrator can let it be submitted again.</summary>
    public static readonly Reason CourseDeclined = new(ReasonKind.State, "COURSE_DECLINED");
}
