using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Media;

internal sealed class AssetConfiguration : IEntityTypeConfiguration<Asset>
{
    public void Configure(EntityTypeBuilder<Asset> builder)
    {
        builder.ToTable("assets", "media");
        builder.HasKey(a => a.Id);
        builder.Ignore(a => a.SourceKey);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.OwnerId);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.UploaderId);
        builder.HasOne<Course>().WithMany().HasForeignKey(a => a.CourseId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(a => a.CourseId).HasFilter("course_id IS NOT NULL");
        builder.OwnsMany(
            a => a.Renditions,
            rendition =>
            {
                rendition.ToTable("renditions", "media");
                rendition.WithOwner().HasForeignKey("AssetId");
                rendition.HasKey("AssetId", nameof(Rendition.Label));
                rendition.BelongsTo("asset_id IN (SELECT id FROM media.assets WHERE owner_id = @user)", OnErasure.Keep);
                rendition.Property(r => r.Label).IsNotPersonal();
                rendition.Property(r => r.Codecs).IsNotPersonal();
            }
        );

        // Fences a late attempt: whoever saves must still hold the epoch it loaded.
        builder.Property(a => a.Epoch).IsConcurrencyToken();
        builder.Property(a => a.State).IsConcurrencyToken();
        builder.HasIndex(a => new { a.OwnerId, a.Id });

        // What is being processed, which its uploader follows live.
        builder.HasIndex(a => a.UploaderId, "ix_assets_in_process").HasFilter("state IN (2, 3, 4)");

        // The same, the longest waiting first.
        builder.HasIndex(a => a.Id, "ix_assets_in_process_order").HasFilter("state IN (2, 3, 4)");

        builder.BelongsTo("owner_id = @user OR uploader_id = @user", OnErasure.Keep);
        builder.Property(a => a.FileName).IsPersonal();
        builder.Property(a => a.ContentType).IsNotPersonal();
        builder.Property(a => a.SourceVersionId).IsNotPersonal();
        builder.Property(a => a.FailureMessage).IsNotPersonal();
    }
}
