using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Reviews;

internal sealed class ReviewConfiguration : IEntityTypeConfiguration<Review>
{
    private const string Visible = "state = 1";

    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.ToTable(
            "reviews",
            "catalog",
            table =>
            {
                table.HasCheckConstraint("ck_reviews_stars", "stars BETWEEN 1 AND 5");
                table.HasCheckConstraint(
                    "ck_reviews_state",
                    "state = CASE WHEN hidden_at IS NOT NULL THEN 3 WHEN held_at IS NOT NULL THEN 2 WHEN withdrawn_at IS NOT NULL THEN 4 ELSE 1 END"
                );
                table.HasCheckConstraint("ck_reviews_votes", "helpful_votes >= 0 AND unhelpful_votes >= 0 AND helpfulness = helpful_votes - unhelpful_votes");
            }
        );
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.CountedStars);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.StudentId);

        // Where there is a review, there is a row that counts it: whoever changes one locks the other.
        builder.HasOne<CourseRating>().WithMany().HasForeignKey(r => r.CourseId);

        // A student reviews a course once, however many calls race.
        builder.HasIndex(r => new { r.CourseId, r.StudentId }, "ux_reviews_course_student").IsUnique();
        builder.HasIndex(r => r.StudentId);

        // The two orders of a course's page, each with the filter by stars and without. Not by id alone: of a course with many reviews, Postgres would then go
        // through the primary key and those of all courses.
        builder
            .HasIndex(
                r => new
                {
                    r.CourseId,
                    r.CreatedAt,
                    r.Id,
                },
                "ix_reviews_newest"
            )
            .HasFilter(Visible);
        builder
            .HasIndex(
                r => new
                {
                    r.CourseId,
                    r.Stars,
                    r.CreatedAt,
                    r.Id,
                },
                "ix_reviews_stars_newest"
            )
            .HasFilter(Visible);
        builder
            .HasIndex(
                r => new
                {
                    r.CourseId,
                    r.Helpfulness,
                    r.Id,
                },
                "ix_reviews_helpful"
            )
            .HasFilter(Visible);
        builder
            .HasIndex(
                r => new
                {
                    r.CourseId,
                    r.Stars,
                    r.Helpfulness,
                    r.Id,
                },
                "ix_reviews_stars_helpful"
            )
            .HasFilter(Visible);
        builder.HasIndex(r => new { r.CourseId, r.RatedAt }, "ix_reviews_one_star").HasFilter("stars = 1");
        builder.HasIndex(r => new { r.AttentionSince, r.Id }, "ix_reviews_attention").HasFilter("attention_since IS NOT NULL");

        // The stars stay in the rating, without a name; the words go.
        builder.BelongsTo("student_id = @user", OnErasure.Keep);
        builder.Property(r => r.Text).IsPersonal();
        builder.Property(r => r.HideReason).IsPersonal();
    }
}
