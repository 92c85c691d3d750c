using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Merging;

internal sealed class AccountMergeConfiguration : IEntityTypeConfiguration<AccountMerge>
{
    public void Configure(EntityTypeBuilder<AccountMerge> builder)
    {
        builder.ToTable("account_merges", "administration", table => table.HasCheckConstraint("ck_account_merges_two", "source_id <> target_id"));
        builder.HasKey(m => m.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.SourceId);
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.TargetId);
        builder.Property(m => m.Plan).HasConversion(plan => RecordColumns.ToJson(plan), json => RecordColumns.FromJson<MergePlan>(json)).HasColumnType("jsonb");

        // An account goes once.
        builder.HasIndex(m => m.SourceId, "ux_account_merges_confirmed").IsUnique().HasFilter($"state = {(int)AccountMergeState.Confirmed}");
        builder.HasIndex(m => new { m.SourceId, m.Id });
        builder.HasIndex(m => new { m.TargetId, m.Id });

        // Of either of the two. What staff found out and thought is for staff: the other account may be a stranger's, when the two were taken for one by mistake.
        builder.BelongsTo("source_id = @user OR target_id = @user", OnErasure.Keep);
        builder.Property(m => m.SourceId).IsForStaff();
        builder.Property(m => m.TargetId).IsForStaff();
        builder.Property(m => m.Reason).IsPersonal().IsForStaff();
        builder.Property(m => m.Plan).IsForStaff();
        builder.Property(m => m.Etag).IsNotPersonal().IsForStaff();
        builder.Property(m => m.PreparedBy).IsForStaff();
        builder.Property(m => m.EndedBy).IsForStaff();
    }
}
