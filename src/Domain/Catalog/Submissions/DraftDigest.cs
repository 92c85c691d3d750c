using System.Security.Cryptography;
using System.Text.Json;

namespace ESchool.Domain.Catalog.Submissions;

/// <summary>What a draft was, without holding it: enough to say what differs in a later one.</summary>
/// <param name="Page">A hash of what is said of the course, and of its cover.</param>
/// <param name="Lessons">A hash of each lesson, by its id.</param>
public sealed record DraftDigest(string Page, IReadOnlyDictionary<Guid, string> Lessons)
{
    private const int HashBytes = 12;

    /// <summary>Takes it of a draft.</summary>
    public static DraftDigest Of(Course course) =>
        new(
            Hash(new { course.Text, course.CoverId }),
            course
                .Sections.SelectMany(section => section.Lessons)
                .ToDictionary(
                    lesson => lesson.Id,
                    lesson =>
                        Hash(
                            new
                            {
                                lesson.SectionId,
                                lesson.Title,
                                lesson.Required,
                                lesson.IsFreePreview,
                                lesson.AssetId,
                                lesson.Markdown,
                                lesson.ThresholdBasisPoints,
                                lesson.MinimumDwellSeconds,
                            }
                        )
                )
        );

    /// <summary>Reads what <see cref="Write"/> wrote; nothing of one that was not taken.</summary>
    public static DraftDigest? Read(string digest) => digest.Length == 0 ? null : JsonSerializer.Deserialize<DraftDigest>(digest);

    /// <summary>Writes it as JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>The lessons that are new or differ from an earlier draft, in no order.</summary>
    public IEnumerable<Guid> LessonsSince(DraftDigest earlier) =>
        Lessons.Where(lesson => earlier.Lessons.GetValueOrDefault(lesson.Key) != lesson.Value).Select(lesson => lesson.Key);

    private static string Hash<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value)).AsSpan(0, HashBytes));
}
