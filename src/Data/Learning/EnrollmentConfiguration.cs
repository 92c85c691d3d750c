using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Learning;

internal sealed class EnrollmentConfiguration : IEntityTypeConfiguration<Enrollment>
{
    public void Configure(EntityTypeBuilder<Enrollment> builder)
    {
        builder.ToTable("enrollments", "learning");
        builder.HasKey(e => e.Id);
        builder.Ignore(e => e.Clock);
        builder.HasOne<User>().WithMany().HasForeignKey(e => e.StudentId);
        builder.HasOne<Course>().WithMany().HasForeignKey(e => e.CourseId);
        builder.HasOne<CurriculumVersion>().WithMany().HasForeignKey(e => e.CurriculumVersionId);

        // A student is in a course once, however many orders race and however often access ended.
        builder.HasIndex(e => new { e.StudentId, e.CourseId }, "ux_enrollments_student_course").IsUnique();
        builder.HasIndex(e => new { e.StudentId, e.Id });

        // The orders of a course's roster, each with a tiebreaker for its pages; the first serves those who look for a course, too.
        builder.HasIndex(e => new { e.CourseId, e.Id }, "ix_enrollments_course");
        builder.HasIndex(
            e => new
            {
                e.CourseId,
                e.LastSeenAt,
                e.Id,
            },
            "ix_enrollments_course_seen"
        );
        builder.HasIndex(
            e => new
            {
                e.CourseId,
                e.ProgressBasisPoints,
                e.Id,
            },
            "ix_enrollments_course_progress"
        );

        builder.BelongsTo("student_id = @user", OnErasure.Keep);
    }
}
