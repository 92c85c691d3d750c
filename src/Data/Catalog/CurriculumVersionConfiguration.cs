using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

internal sealed class CurriculumVersionConfiguration : IEntityTypeConfiguration<CurriculumVersion>
{
    public void Configure(EntityTypeBuilder<CurriculumVersion> builder)
    {
        builder.ToTable("curriculum_versions", "catalog");
        builder.HasKey(v => v.Id);
        builder.HasOne<Course>().WithMany().HasForeignKey(v => v.CourseId);
        builder.Ignore(v => v.Cover);

        // Only an erasure deletes a cover that a version shows.
        builder.HasOne<Cover>().WithMany().HasForeignKey(v => v.CoverId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(v => v.Lessons).WithOne().HasForeignKey(l => l.VersionId);
        builder.HasIndex(v => new { v.CourseId, v.Number }).IsUnique();

        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.HasText(v => v.Text);
        builder.Property(v => v.InstructorName).IsPersonal("'Former instructor'");
    }
}

internal sealed class CurriculumLessonConfiguration : IEntityTypeConfiguration<CurriculumLesson>
{
    public void Configure(EntityTypeBuilder<CurriculumLesson> builder)
    {
        builder.ToTable("curriculum_lessons", "catalog");
        builder.HasKey(l => new { l.VersionId, l.LessonId });

        builder.BelongsTo("version_id IN (SELECT id FROM catalog.curriculum_versions WHERE instructor_id = @user)", OnErasure.Keep);
        builder.Property(l => l.SectionTitle).IsNotPersonal();
        builder.Property(l => l.Title).IsNotPersonal();
        builder.Property(l => l.Markdown).IsNotPersonal();
    }
}
