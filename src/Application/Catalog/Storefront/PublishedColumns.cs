using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Reviews;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>The columns of <see cref="PublishedCourse.OnSale"/> that make a published course, and how they are read.</summary>
internal sealed class PublishedColumns
{
    private static readonly string[] Own =
    [
        "v.id",
        "v.course_id",
        "v.number",
        "v.instructor_id",
        "coalesce(n.instructor_name, v.instructor_name)",
        "v.video_seconds",
        "v.published_at",
        "c.price_minor_units",
        "c.price_currency",
        "k.ones",
        "k.twos",
        "k.threes",
        "k.fours",
        "k.fives",
        "v.cover_id",
        "v.cover_width",
        "v.promotional_seconds",
        "c.slug",
        "n.xmin",
    ];

    private readonly RecordColumns<CourseText> texts;

    private PublishedColumns(params IReadOnlyCollection<string> leftOut)
    {
        texts = new RecordColumns<CourseText>(leftOut);
        Sql = string.Join(", ", [.. Own, texts.Of("v")]);
    }

    /// <summary>All of a course but for its lessons and other prices.</summary>
    public static PublishedColumns Whole { get; } = new();

    /// <summary>What lists show of it: without the long texts.</summary>
    public static PublishedColumns Listed { get; } =
        new(
            nameof(CourseText.Description),
            nameof(CourseText.Objectives),
            nameof(CourseText.Requirements),
            nameof(CourseText.Audience),
            nameof(CourseText.Faq),
            nameof(CourseText.WelcomeMessage),
            nameof(CourseText.CongratulationMessage),
            nameof(CourseText.PromotionalVideo)
        );

    /// <summary>The columns. They come first in the statement.</summary>
    public string Sql { get; }

    /// <summary>Reads a row.</summary>
    public PublishedCourse Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetInt32(2),
            texts.Read(row, Own.Length),
            row.GetGuid(3),
            row.GetString(4),
            row.GetInt32(5),
            row.GetFieldValue<DateTimeOffset>(6),
            new Money(row.GetInt64(7), row.GetString(8))
        )
        {
            Rating = row.IsDBNull(9)
                ? new CourseRating(row.GetGuid(1))
                : new CourseRating(row.GetGuid(1), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12), row.GetInt32(13)),
            Cover = CourseCover.Of(row.GetFieldValue<Guid?>(14), row.GetFieldValue<int?>(15)),
            PromotionalSeconds = row.GetInt32(16),
            Slug = row.IsDBNull(17) ? "" : row.GetString(17),
            Stamp = new CourseStamp(row.GetGuid(0), row.GetFieldValue<uint>(18)),
        };
}
