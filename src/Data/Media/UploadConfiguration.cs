using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Media;

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("uploads", "media");
        builder.HasKey(u => u.Id);
        builder.Ignore(u => u.PartCount);
        builder.Ignore(u => u.PackageKey);
        builder.Property(u => u.State).IsConcurrencyToken();
        builder.HasOne<Asset>().WithOne().HasForeignKey<Upload>(u => u.AssetId);
        builder.HasMany(u => u.Parts).WithOne().HasForeignKey(p => p.UploadId);
        builder.HasIndex(u => u.ExpiresAt, "ix_uploads_open").HasFilter($"state = {(int)UploadState.Open}");

        builder.BelongsTo("owner_id = @user", OnErasure.Keep);
        builder.Property(u => u.MultipartId).IsNotPersonal();
    }
}

internal sealed class UploadPartConfiguration : IEntityTypeConfiguration<UploadPart>
{
    public void Configure(EntityTypeBuilder<UploadPart> builder)
    {
        builder.ToTable("upload_parts", "media");
        builder.HasKey(p => new { p.UploadId, p.PartNumber });

        builder.BelongsTo("upload_id IN (SELECT id FROM media.uploads WHERE owner_id = @user)", OnErasure.Keep);
    }
}
