using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

internal sealed class CourseConfiguration : IEntityTypeConfiguration<Course>
{
    public void Configure(EntityTypeBuilder<Course> builder)
    {
        builder.ToTable(
            "courses",
            "catalog",
            table =>
            {
                table.HasCheckConstraint("ck_courses_price", "(price_minor_units IS NULL) = (price_currency IS NULL) AND price_minor_units >= 0");
                table.HasCheckConstraint("ck_courses_other_prices", "cardinality(other_currencies) IS NOT DISTINCT FROM cardinality(other_minor_units)");
            }
        );
        builder.HasKey(c => c.Id);
        builder.Ignore(c => c.Price);
        builder.Ignore(c => c.OtherPrices);
        builder.Ignore(c => c.IsOnSaleAsItIs);
        builder.Ignore(c => c.Suspension);
        builder.Ignore(c => c.Cover);
        builder.HasOne<Cover>().WithMany().HasForeignKey(c => c.CoverId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Cover>().WithMany().HasForeignKey(c => c.NextCoverId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(c => c.Slug).UseCollation("C").IsNotPersonal();
        builder.Property(c => c.RowVersion).IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.InstructorId);
        builder.HasMany(c => c.Sections).WithOne().HasForeignKey(s => s.CourseId);
        builder.HasIndex(c => new { c.InstructorId, c.Id });
        builder.HasIndex(c => c.DeletedAt).HasFilter("deleted_at IS NOT NULL");
        builder.HasIndex(c => new { c.SubmittedAt, c.Id }, "ix_courses_review_queue").HasFilter($"state = {(int)CourseState.InReview}");

        // What was sold stays as it was sold: a course is a work, not a statement about a person.
        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.HasText(c => c.Text);
        builder.Property(c => c.PriceCurrency).IsNotPersonal();
        builder.Property(c => c.OtherCurrencies).IsNotPersonal();
        builder.Property(c => c.ReviewMessage).IsNotPersonal();
        builder.Property(c => c.SuspendReason).IsNotPersonal();
    }
}

internal sealed class SectionConfiguration : IEntityTypeConfiguration<Section>
{
    public void Configure(EntityTypeBuilder<Section> builder)
    {
        builder.ToTable("sections", "catalog");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.OrderKey).UseCollation("C");
        builder.HasMany(s => s.Lessons).WithOne().HasForeignKey(l => l.SectionId);
        builder.HasIndex(s => new { s.CourseId, s.OrderKey }).IsUnique().HasFilter("deleted_at IS NULL");
        builder.HasIndex(s => s.DeletedAt).HasFilter("deleted_at IS NOT NULL");

        builder.BelongsTo("course_id IN (SELECT id FROM catalog.courses WHERE instructor_id = @user)", OnErasure.Keep);
        builder.Property(s => s.Title).IsNotPersonal();
        builder.Property(s => s.OrderKey).IsNotPersonal();
    }
}

internal sealed class LessonConfiguration : IEntityTypeConfiguration<Lesson>
{
    public void Configure(EntityTypeBuilder<Lesson> builder)
    {
        builder.ToTable("lessons", "catalog");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Ignore(l => l.Content);
        builder.Property(l => l.OrderKey).UseCollation("C");
        builder.HasIndex(l => new { l.SectionId, l.OrderKey }).IsUnique().HasFilter("deleted_at IS NULL");
        builder.HasIndex(l => l.DeletedAt).HasFilter("deleted_at IS NOT NULL");

        builder.BelongsTo(
            "section_id IN (SELECT s.id FROM catalog.sections s JOIN catalog.courses c ON c.id = s.course_id WHERE c.instructor_id = @user)",
            OnErasure.Keep
        );
        builder.Property(l => l.Title).IsNotPersonal();
        builder.Property(l => l.OrderKey).IsNotPersonal();
        builder.Property(l => l.Markdown).IsNotPersonal();
    }
}
