using ESchool.Domain.Learning;

namespace ESchool.Application.Administration.Merging;

/// <summary>What becomes of an enrollment of the account that goes.</summary>
internal enum EnrollmentFate
{
    /// <summary>The other account is not in the course: it moves.</summary>
    Moves,

    /// <summary>It has ended, and the other account has one of its own: it stays.</summary>
    Stays,

    /// <summary>It is live and the other's has ended: the two change places.</summary>
    ChangesPlaces,

    /// <summary>Both are live: one has to end first.</summary>
    Clashes,
}

/// <summary>An enrollment of the account that goes, and the other account's in the same course.</summary>
/// <param name="Enrollment">The enrollment.</param>
/// <param name="Other">The other account's; null when it has none.</param>
internal sealed record EnrollmentPlan(Enrollment Enrollment, Enrollment? Other)
{
    /// <summary>What becomes of it.</summary>
    public EnrollmentFate Fate =>
        Other is null ? EnrollmentFate.Moves
        : Enrollment.State == EnrollmentState.Ended ? EnrollmentFate.Stays
        : Other.State == EnrollmentState.Ended ? EnrollmentFate.ChangesPlaces
        : EnrollmentFate.Clashes;

    /// <summary>Plans for all enrollments of two accounts, in the order of the ids.</summary>
    public static IReadOnlyList<EnrollmentPlan> For(Guid sourceId, Guid targetId, IReadOnlyCollection<Enrollment> enrollments)
    {
        var others = enrollments.Where(e => e.StudentId == targetId).ToDictionary(e => e.CourseId);
        return [.. enrollments.Where(e => e.StudentId == sourceId).OrderBy(e => e.Id).Select(e => new EnrollmentPlan(e, others.GetValueOrDefault(e.CourseId)))];
    }
}
