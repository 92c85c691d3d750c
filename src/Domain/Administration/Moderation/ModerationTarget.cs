using System.Globalization;

namespace ESchool.Domain.Administration.Moderation;

/// <summary>What kind of thing can be reported. The contract's <c>TargetKind</c> has the same numbers.</summary>
public enum TargetKind
{
    /// <summary>A course.</summary>
    Course = 1,

    /// <summary>A review of a course.</summary>
    Review = 2,

    /// <summary>A message of a conversation.</summary>
    Message = 3,

    /// <summary>The public profile of a user.</summary>
    Profile = 4,
}

/// <summary>What is reported, by its resource name.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Id">The course, review or user; of a message, its conversation.</param>
/// <param name="CourseId">The course of a review; otherwise empty.</param>
/// <param name="Sequence">The number of a message in its conversation; otherwise 0.</param>
public sealed record ModerationTarget(TargetKind Kind, Guid Id, Guid CourseId = default, long Sequence = 0)
{
    /// <summary>How a name may look.</summary>
    public const string Forms = "courses/{course}, courses/{course}/reviews/{review}, conversations/{conversation}/messages/{sequence} or users/{user}";

    /// <summary>The resource name; two targets are the same when their names are.</summary>
    public string Name =>
        Kind switch
        {
            TargetKind.Course => $"courses/{Id}",
            TargetKind.Review => $"courses/{CourseId}/reviews/{Id}",
            TargetKind.Message => string.Create(CultureInfo.InvariantCulture, $"conversations/{Id}/messages/{Sequence}"),
            TargetKind.Profile => $"users/{Id}",
            _ => throw new InvalidOperationException($"{Kind} has no name."),
        };

    /// <summary>Reads a name.</summary>
    /// <returns>Null when nothing that can be reported has such a name.</returns>
    public static ModerationTarget? Parse(string name) =>
        name.Split('/') switch
        {
            ["courses", var course] when IsId(course, out var id) => new(TargetKind.Course, id),
            ["courses", var course, "reviews", var review] when IsId(course, out var courseId) && IsId(review, out var id) => new(
                TargetKind.Review,
                id,
                courseId
            ),
            ["conversations", var conversation, "messages", var sequence] when IsId(conversation, out var id) && IsNumber(sequence, out var number) => new(
                TargetKind.Message,
                id,
                Sequence: number
            ),
            ["users", var user] when IsId(user, out var id) => new(TargetKind.Profile, id),
            _ => null,
        };

    private static bool IsId(string word, out Guid id) => Guid.TryParseExact(word, "D", out id);

    /// <summary>Written in one way only: a number with zeros before it would be another name of the same message.</summary>
    private static bool IsNumber(string word, out long number) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && word == number.ToString(CultureInfo.InvariantCulture);
}
