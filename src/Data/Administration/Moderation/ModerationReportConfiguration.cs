using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Moderation;

internal sealed class ModerationReportConfiguration : IEntityTypeConfiguration<ModerationReport>
{
    public void Configure(EntityTypeBuilder<ModerationReport> builder)
    {
        builder.ToTable("reports", "administration");
        builder.HasKey(r => r.Id);
        builder.HasOne<ModerationCase>().WithMany().HasForeignKey(r => r.CaseId);
        builder.HasOne<EvidenceSnapshot>().WithMany().HasForeignKey(r => r.SnapshotId);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.ReporterId);

        // A reporter has one report in a case; however often it is sent.
        builder.HasIndex(r => new { r.CaseId, r.ReporterId }, "ux_reports_case_reporter").IsUnique();
        builder.HasIndex(r => new { r.ReporterId, r.Id });
        builder.HasIndex(r => new { r.ReporterId, r.UnfoundedAt }, "ix_reports_unfounded").HasFilter("unfounded_at IS NOT NULL");
        builder.HasIndex(r => r.SnapshotId);

        builder.BelongsTo("reporter_id = @user", OnErasure.Keep);
        builder.Property(r => r.Target).IsNotPersonal();
        builder.Property(r => r.Words).IsPersonal();
    }
}
