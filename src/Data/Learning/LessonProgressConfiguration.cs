using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Learning;

internal sealed class LessonProgressConfiguration : IEntityTypeConfiguration<LessonProgress>
{
    public void Configure(EntityTypeBuilder<LessonProgress> builder)
    {
        builder.ToTable("lesson_progress", "learning");
        builder.HasKey(p => new
        {
            p.EnrollmentId,
            p.LessonId,
            p.AssetId,
        });
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(p => p.EnrollmentId);
        builder.Property(p => p.Watched).HasConversion<CoverageConverter>(CoverageConverter.Comparer).HasColumnType("int4multirange");

        builder.BelongsTo("enrollment_id IN (SELECT id FROM learning.enrollments WHERE student_id = @user)", OnErasure.Keep);
    }
}

internal sealed class WatchSessionConfiguration : IEntityTypeConfiguration<WatchSession>
{
    public void Configure(EntityTypeBuilder<WatchSession> builder)
    {
        builder.ToTable("watch_sessions", "learning");
        builder.HasKey(s => new
        {
            s.EnrollmentId,
            s.LessonId,
            s.SessionId,
        });
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(s => s.EnrollmentId);
        builder.Property(s => s.Sequences).HasConversion<CoverageConverter>(CoverageConverter.Comparer).HasColumnType("int4multirange");

        builder.BelongsTo("enrollment_id IN (SELECT id FROM learning.enrollments WHERE student_id = @user)", OnErasure.Keep);
    }
}

internal sealed class WatchDayConfiguration : IEntityTypeConfiguration<WatchDay>
{
    public void Configure(EntityTypeBuilder<WatchDay> builder)
    {
        builder.ToTable("watch_days", "learning", table => table.HasCheckConstraint("ck_watch_days_seconds", "seconds > 0"));
        builder.HasKey(d => new { d.EnrollmentId, d.Day });
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(d => d.EnrollmentId);

        builder.BelongsTo("enrollment_id IN (SELECT id FROM learning.enrollments WHERE student_id = @user)", OnErasure.Keep);
    }
}
