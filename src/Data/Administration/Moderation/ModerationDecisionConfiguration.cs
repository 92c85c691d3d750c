using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Moderation;

internal sealed class ModerationDecisionConfiguration : IEntityTypeConfiguration<ModerationDecision>
{
    public void Configure(EntityTypeBuilder<ModerationDecision> builder)
    {
        builder.ToTable("decisions", "administration");
        builder.HasKey(d => d.Id);
        builder.Ignore(d => d.Ruling);
        builder.Ignore(d => d.Restricts);
        builder.HasOne<ModerationCase>().WithMany().HasForeignKey(d => d.CaseId);
        builder.HasOne<User>().WithMany().HasForeignKey(d => d.PersonId);

        // A case is decided once, unless an appeal has reversed that.
        builder.HasIndex(d => d.CaseId, "ux_decisions_case").IsUnique().HasFilter("NOT is_reversed");
        builder.HasIndex(d => new { d.CaseId, d.Id });
        builder.HasIndex(d => new { d.PersonId, d.Id });
        builder.HasIndex(d => d.DecidedAt);

        // What restricts a thing now.
        builder.HasIndex(d => d.Target, "ix_decisions_in_force").HasFilter("lifted_at IS NULL");

        builder.BelongsTo("person_id = @user", OnErasure.Keep);
        builder.Property(d => d.Target).IsNotPersonal();
        builder.Property(d => d.Clause).IsNotPersonal();
        builder.Property(d => d.Facts).IsPersonal();
        builder.Property(d => d.LiftReason).IsPersonal();
        builder.Property(d => d.ReviewerId).IsForStaff();
        builder.Property(d => d.LiftedBy).IsForStaff();
    }
}

internal sealed class ModerationAppealConfiguration : IEntityTypeConfiguration<ModerationAppeal>
{
    public void Configure(EntityTypeBuilder<ModerationAppeal> builder)
    {
        builder.ToTable("appeals", "administration");
        builder.HasKey(a => a.Id);
        builder.HasOne<ModerationDecision>().WithMany().HasForeignKey(a => a.DecisionId);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.AppellantId);

        // Everybody appeals a decision once.
        builder.HasIndex(a => new { a.DecisionId, a.AppellantId }, "ux_appeals_decision_appellant").IsUnique();
        builder.HasIndex(a => a.AppellantId);
        builder.HasIndex(a => a.CreatedAt);
        builder.HasIndex(a => a.Id, "ix_appeals_open").HasFilter($"state = {(int)AppealState.Open}");

        builder.BelongsTo("appellant_id = @user", OnErasure.Keep);
        builder.Property(a => a.Words).IsPersonal();
        builder.Property(a => a.Answer).IsPersonal();
        builder.Property(a => a.ReviewerId).IsForStaff();
    }
}
