namespace ESchool.Domain.Payments;

/// <summary>Reasons of the payments feature.</summary>
public static class PaymentReasons
{
    /// <summary>There is no such order, or it is somebody else's.</summary>
    public static readonly Reason OrderNotFound = new(ReasonKind.NotFound, "ORDER_NOT_FOUND");

    /// <summary>There is no such course on sale.</summary>
    public static readonly Reason CourseNotFound = new(ReasonKind.NotFound, "COURSE_NOT_FOUND");

    /// <summary>The caller has a live enrollment in the course.</summary>
    public static readonly Reason AlreadyEnrolled = new(ReasonKind.Exists, "ALREADY_ENROLLED");

    /// <summary>Instructors can't buy their own courses.</summary>
    public static readonly Reason OwnCourse = new(ReasonKind.State, "OWN_COURSE");
}
