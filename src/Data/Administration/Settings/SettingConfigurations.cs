using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Settings;

internal sealed class SettingValueConfiguration : IEntityTypeConfiguration<SettingValue>
{
    public void Configure(EntityTypeBuilder<SettingValue> builder)
    {
        builder.ToTable("settings", "administration");
        builder.HasKey(s => s.Key);
        builder.BelongsToNobody();
    }
}

internal sealed class FeatureFlagConfiguration : IEntityTypeConfiguration<FeatureFlag>
{
    public void Configure(EntityTypeBuilder<FeatureFlag> builder)
    {
        builder.ToTable(
            "feature_flags",
            "administration",
            table => table.HasCheckConstraint("ck_feature_flags_rollout", $"rollout_basis_points BETWEEN 0 AND {FeatureFlag.WholeBasisPoints}")
        );
        builder.HasKey(f => f.Name);
        builder.BelongsToNobody();
    }
}

internal sealed class SettingChangeConfiguration : IEntityTypeConfiguration<SettingChange>
{
    public void Configure(EntityTypeBuilder<SettingChange> builder)
    {
        builder.ToTable("setting_changes", "administration");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.Subject, c.Id });

        // A change is taken back once.
        builder.HasIndex(c => c.Reverts).IsUnique().HasFilter("reverts IS NOT NULL");

        // Of the administrator only a number is in it, as in the audit log.
        builder.BelongsToNobody();
    }
}
