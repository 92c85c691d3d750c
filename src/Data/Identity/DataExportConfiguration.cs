using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class DataExportConfiguration : IEntityTypeConfiguration<DataExport>
{
    public void Configure(EntityTypeBuilder<DataExport> builder)
    {
        builder.ToTable("data_exports", "identity");
        builder.HasKey(e => e.Id);
        builder.Ignore(e => e.ObjectKey);
        builder.HasOne<User>().WithMany().HasForeignKey(e => e.UserId);

        // One in the making a person, however often it is asked for at once.
        builder.HasIndex(e => e.UserId, "ux_data_exports_preparing").IsUnique().HasFilter($"state = {(int)DataExportState.Preparing}");
        builder.HasIndex(e => e.ExpiresAt, "ix_data_exports_expiring").HasFilter($"state = {(int)DataExportState.Succeeded}");
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}
