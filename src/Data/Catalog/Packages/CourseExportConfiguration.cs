using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Packages;

internal sealed class CourseExportConfiguration : IEntityTypeConfiguration<CourseExport>
{
    public void Configure(EntityTypeBuilder<CourseExport> builder)
    {
        builder.ToTable("course_exports", "catalog");
        builder.HasKey(e => e.Id);
        builder.Ignore(e => e.Folder);
        builder.Ignore(e => e.ObjectKey);

        // Without a reference to the course: its file may be downloaded when the course is gone for good.
        builder.HasOne<User>().WithMany().HasForeignKey(e => e.InstructorId);

        // Fences a late attempt: whoever saves must still hold the epoch it loaded.
        builder.Property(e => e.Epoch).IsConcurrencyToken();
        builder.Property(e => e.State).IsConcurrencyToken();

        // One in the making a course, however often it is asked for at once.
        builder.HasIndex(e => e.CourseId, "ux_course_exports_preparing").IsUnique().HasFilter($"state = {(int)CourseExportState.Preparing}");
        builder.HasIndex(e => e.ExpiresAt, "ix_course_exports_expiring").HasFilter($"state = {(int)CourseExportState.Succeeded}");

        builder.BelongsTo("instructor_id = @user", OnErasure.Delete);
    }
}
