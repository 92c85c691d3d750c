using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Identity;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Packages;

internal sealed class CourseImportConfiguration : IEntityTypeConfiguration<CourseImport>
{
    public void Configure(EntityTypeBuilder<CourseImport> builder)
    {
        builder.ToTable(
            "course_imports",
            "catalog",
            table =>
            {
                table.HasCheckConstraint("ck_course_imports_course", $"(state = {(int)CourseImportState.Done}) = (course_id IS NOT NULL)");
                table.HasCheckConstraint("ck_course_imports_refusal", $"(state = {(int)CourseImportState.Refused}) = (refusal IS NOT NULL)");
            }
        );
        builder.HasKey(i => i.Id);
        builder.Ignore(i => i.IsEnded);

        // Without a reference to the draft: it may be deleted.
        builder.HasOne<User>().WithMany().HasForeignKey(i => i.InstructorId);
        builder.HasOne<Upload>().WithMany().HasForeignKey(i => i.UploadId);

        // Fences a late attempt, and one that was given up.
        builder.Property(i => i.Epoch).IsConcurrencyToken();
        builder.Property(i => i.State).IsConcurrencyToken();

        // An upload becomes one course, however often that is asked for at once.
        builder.HasIndex(i => i.UploadId, "ux_course_imports_upload").IsUnique();
        builder.HasIndex(i => new { i.InstructorId, i.Id });
        builder.HasIndex(i => i.EndedAt, "ix_course_imports_loose_files").HasFilter("ended_at IS NOT NULL AND loose_files <> '{}'");

        builder
            .Property(i => i.Report)
            .HasConversion(
                report => RecordColumns.ToJson(report),
                json => RecordColumns.FromJson<ImportReport>(json),
                new ValueComparer<ImportReport>((a, b) => ReferenceEquals(a, b), report => report.Lines.Count, report => report)
            )
            .HasColumnType("jsonb");

        builder.BelongsTo("instructor_id = @user", OnErasure.Delete);
        builder.Property(i => i.RefusedFor).IsNotPersonal();
        builder.Property(i => i.LooseFiles).IsNotPersonal();
    }
}
