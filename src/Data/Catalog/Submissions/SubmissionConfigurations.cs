using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Submissions;

internal sealed class CourseSubmissionConfiguration : IEntityTypeConfiguration<CourseSubmission>
{
    public void Configure(EntityTypeBuilder<CourseSubmission> builder)
    {
        builder.ToTable("course_submissions", "catalog");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasOne<Course>().WithMany().HasForeignKey(s => s.CourseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => new { s.CourseId, s.Number }).IsUnique();
        builder.HasIndex(s => s.CourseId, "ix_course_submissions_open").IsUnique().HasFilter($"state = {(int)SubmissionState.Open}");

        // Of reviewers and authors only numbers are in it, and the words are about a work. So it is in no export: that has what staff alone are told.
        builder.BelongsToNobody();
    }
}

internal sealed class RequestedChangeConfiguration : IEntityTypeConfiguration<RequestedChange>
{
    public void Configure(EntityTypeBuilder<RequestedChange> builder)
    {
        builder.ToTable("requested_changes", "catalog");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasOne<CourseSubmission>().WithMany().HasForeignKey(c => c.SubmissionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.SubmissionId, c.Id });
        builder.HasIndex(c => new { c.CourseId, c.Id });
        builder.BelongsToNobody();
    }
}
