using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Media;

/// <summary>
/// How many assets there are, and the bytes of their sources: one row, which a trigger keeps (<c>Guards/media.sql</c>), because counting a million assets for
/// each look would take longer than anything else that is looked at.
/// </summary>
public sealed class StorageTotal
{
    private StorageTotal() { }

    /// <summary>Always 1.</summary>
    public int Id { get; private set; }

    public long Assets { get; private set; }

    public long SourceBytes { get; private set; }
}

internal sealed class StorageTotalConfiguration : IEntityTypeConfiguration<StorageTotal>
{
    public void Configure(EntityTypeBuilder<StorageTotal> builder)
    {
        builder.ToTable("storage_totals", "media", table => table.HasCheckConstraint("ck_storage_totals_one", "id = 1"));
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.BelongsToNobody();
    }
}
