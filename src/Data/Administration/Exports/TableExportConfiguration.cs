using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Exports;

internal sealed class TableExportConfiguration : IEntityTypeConfiguration<TableExport>
{
    public void Configure(EntityTypeBuilder<TableExport> builder)
    {
        builder.ToTable(
            "exports",
            "administration",
            table => table.HasCheckConstraint("ck_exports_file", $"(state IN ({(int)ExportState.Done}, {(int)ExportState.Expired})) = (expires_at IS NOT NULL)")
        );
        builder.HasKey(e => e.Id);
        builder.Ignore(e => e.IsOpen);
        builder.Ignore(e => e.Folder);
        builder.Ignore(e => e.ObjectKey);
        builder.Ignore(e => e.FileName);
        builder.HasOne<User>().WithMany().HasForeignKey(e => e.RequesterId);

        // Fences a late attempt, and one that was given up.
        builder.Property(e => e.Epoch).IsConcurrencyToken();
        builder.Property(e => e.State).IsConcurrencyToken();

        builder
            .Property(e => e.Filter)
            .HasConversion(filter => RecordColumns.ToJson(filter), json => RecordColumns.FromJson<ExportFilter>(json))
            .HasColumnType("jsonb");
        builder.HasIndex(e => new { e.RequesterId, e.Id });
        builder.HasIndex(e => e.ExpiresAt, "ix_exports_expiring").HasFilter($"state = {(int)ExportState.Done}");

        // What staff asked for belongs to the school: the audit log refers to it. It names people by their numbers.
        builder.BelongsTo("requester_id = @user", OnErasure.Keep);
    }
}
