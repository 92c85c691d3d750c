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

        // By which courses are ordered: the score, in millionths.
        builder
            .Property<int>("ScoreMillionths")
            .HasComputedColumnSql(
                $"(({CourseRating.PriorWeight} * {CourseRating.PriorMean:F0} + ones + 2 * twos + 3 * threes + 4 * fours + 5 * fives)::bigint * 1000000 "
                    + $"/ ({CourseRating.PriorWeight} + ones + twos + threes + fours + fives))::int",
                stored: true
            );
        builder.HasIndex("ScoreMillionths", nameof(CourseRating.CourseId));
        builder.HasOne<Course>().WithOne().HasForeignKey<CourseRating>(r => r.CourseId);

        builder.BelongsToNobody();
    }
}
