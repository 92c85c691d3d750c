using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace ESchool.Data.Catalog;

/// <summary>
/// What search looks at: a row for each course on sale. Triggers keep it (Guards/catalog.sql), so that search never disagrees with what is on sale, whoever
/// changes a course.
/// </summary>
public sealed class Listing
{
    private Listing() { }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The version on sale; ids are in the order of publishing.</summary>
    public Guid VersionId { get; private set; }

    /// <summary>Who teaches it.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The instructor's name as it is now.</summary>
    public string InstructorName { get; private set; } = "";

    /// <summary>The language without region or script, such as <c>pt</c>.</summary>
    public string Language { get; private set; } = "";

    /// <summary>The narrower tags that a filter may name, in lower case: <c>zh-hant</c>, <c>zh-tw</c> and <c>zh-hant-tw</c> for <c>zh-TW</c>.</summary>
    public string[] Locales { get; private set; } = [];

    /// <summary>What it is about; empty for nothing.</summary>
    public string Category { get; private set; } = "";

    /// <summary>For whom it is.</summary>
    public CourseLevel Level { get; private set; }

    /// <summary>The currencies it is sold in, the main one first.</summary>
    public string[] Currencies { get; private set; } = [];

    /// <summary>What it costs in each, in minor units.</summary>
    public long[] MinorUnits { get; private set; } = [];

    /// <summary>All videos together, in seconds.</summary>
    public int VideoSeconds { get; private set; }

    /// <summary>The average of the stars in hundredths, rounded down; 0 without reviews.</summary>
    public int AverageHundredths { get; private set; }

    /// <summary>The words of title, subtitle, tags, instructor, lessons, summary and description, in the course's language and as they are.</summary>
    public NpgsqlTsVector Search { get; private set; } = null!;
}

internal sealed class ListingConfiguration : IEntityTypeConfiguration<Listing>
{
    public void Configure(EntityTypeBuilder<Listing> builder)
    {
        builder.ToTable("listings", "catalog");
        builder.HasKey(l => l.CourseId);
        builder.HasOne<Course>().WithOne().HasForeignKey<Listing>(l => l.CourseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(l => l.VersionId).IsUnique();
        builder.HasIndex(l => new { l.Category, l.VersionId });
        builder.HasIndex(l => new { l.Language, l.VersionId });
        builder.HasIndex(l => new { l.Level, l.VersionId });
        builder.HasIndex(l => new { l.InstructorId, l.VersionId });

        // Without a pending list: no search pays for the writes before it.
        builder.HasIndex(l => l.Search).HasMethod("gin").HasStorageParameter("fastupdate", "off");

        // An erasure overwrites the instructor's name, also among the words: a trigger follows the account.
        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(l => l.InstructorName).IsPersonal("'Former instructor'");
        builder.Property(l => l.Language).IsNotPersonal();
        builder.Property(l => l.Locales).IsNotPersonal();
        builder.Property(l => l.Category).IsNotPersonal();
        builder.Property(l => l.Currencies).IsNotPersonal();
    }
}
