using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Reviews;

internal sealed class CourseRatingConfiguration : IEntityTypeConfiguration<CourseRating>
{
    public void Configure(EntityTypeBuilder<CourseRating> builder)
    {
        builder.ToTable(
            "course_ratings",
            "catalog",
            table => table.HasCheckConstraint("ck_course_ratings_counts", "least(ones, twos, threes, fours, fives) >= 0")
        );
        builder.HasKey(r => r.CourseId);
        builder.Ignore(r => r.Counts);
        builder.Ignore(r => r.Count);
        builder.Ignore(r => r.Sum);
        builder.Ignore(r => r.Average);
        builder.Ignore(r => r.Score);
        builder.HasOne<Course>().WithOne().HasForeignKey<CourseRating>(r => r.CourseId);

        builder.BelongsToNobody();
    }
}
