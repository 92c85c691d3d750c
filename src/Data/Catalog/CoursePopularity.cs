using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

/// <summary>
/// How many learn a course. A trigger on enrollments counts (Guards/catalog.sql); it is no column of the listing, whose indexes each count would write.
/// </summary>
public sealed class CoursePopularity
{
    private CoursePopularity() { }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Students whose enrollment is active.</summary>
    public int Learners { get; private set; }
}

internal sealed class CoursePopularityConfiguration : IEntityTypeConfiguration<CoursePopularity>
{
    public void Configure(EntityTypeBuilder<CoursePopularity> builder)
    {
        builder.ToTable("course_popularity", "catalog");
        builder.HasKey(p => p.CourseId);
        builder.HasOne<Course>().WithOne().HasForeignKey<CoursePopularity>(p => p.CourseId);
        builder.HasIndex(p => new { p.Learners, p.CourseId });
        builder.BelongsToNobody();
    }
}
